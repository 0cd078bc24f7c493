import PanelStore
import PhoenixModel
import ServicesAPI

extension PanelError {
    /// An error of the operations, as the port of panels knows it.
    init(_ error: ServiceError) {
        switch error {
        case .storeFailed(let error), .notReady(let error):
            self.init(.store(error.fault), error.message, help: error.help)
        case .unexpected(let message): self.init(.unexpectedAnswer, "the panel failed: \(message)")
        case .refused(let problems): self.init(Self.code(of: problems), error.description)
        }
    }

    private static func code(of problems: [ServiceProblem]) -> Code {
        switch problems.first?.code.status {
        case 401: .unauthenticated
        case 403: .permissionDenied
        case 404: .notFound
        case 409: .conflict
        case 412: .preconditionFailed
        case 429: .rateLimited
        case 400, 413, 415, 422: .invalid
        default: .unexpectedAnswer
        }
    }
}
