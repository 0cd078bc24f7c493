import ClientAPI
import PhoenixModel

extension PanelError {
    /// What a call of the Client API came to, for those who know panels only. A write may have been done where this is
    /// `.unreachable`.
    init(_ error: ClientAPIError) {
        let code: Code =
            switch error.code {
            case .unauthenticated, .applicationKey, .twoFactorRequired, .addressNotAllowed, .blocked: .unauthenticated
            case .permissionDenied: .permissionDenied
            case .notFound: .notFound
            case .serverState: .unavailable
            case .rateLimited, .backupThrottled: .rateLimited
            case .invalidRequest, .invalidOptions, .backupLimit, .backupLocked: .invalid
            case .unreachable, .cancelled: .unreachable
            case .panelFailed, .unexpectedAnswer, .nodeUnreachable, .nodeRefused, .serverOffline, .notAPanel:
                error.mayBeDone ? .unreachable : .unexpectedAnswer
            }
        self.init(error.mayBeDone ? .unreachable : code, error.message, help: error.help)
    }
}
