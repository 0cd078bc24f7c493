/// One attempt at a call that may go better another time, or that has no response at all.
struct AttemptFailure: Sendable {
    enum Cause: Sendable {
        case response(HTTPResponse)
        case transport(TransportError)
    }

    let cause: Cause
    /// Whether another attempt may help.
    let isTemporary: Bool
    /// Whether the server may have done what was asked.
    let mayBeDone: Bool
    let isRateLimit: Bool
    /// What the server has asked to wait.
    let askedWait: Duration?

    /// nil for a response that another attempt would not change.
    init?(_ response: HTTPResponse, _ verdict: ResponseVerdict) {
        switch verdict {
        case .final: return nil
        case .temporary(let mayBeDone, let wait): (self.mayBeDone, askedWait, isRateLimit) = (mayBeDone, wait, false)
        case .rateLimited(let wait): (mayBeDone, askedWait, isRateLimit) = (false, wait, true)
        }
        cause = .response(response)
        isTemporary = true
    }

    init(_ error: TransportError) {
        cause = .transport(error)
        mayBeDone = error.mayHaveArrived
        isRateLimit = false
        askedWait = nil
        isTemporary =
            switch error.kind {
            case .notConnected, .lost, .timedOut: true
            case .notTrusted, .unreadable, .cancelled: false
            }
    }

    var hasNoConnection: Bool { isTransport(.notConnected) }
    var isTimeout: Bool { isTransport(.timedOut) }

    private func isTransport(_ kind: TransportError.Kind) -> Bool {
        guard case .transport(let error) = cause else { return false }
        return error.kind == kind
    }
}
