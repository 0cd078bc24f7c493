package import PanelStore
package import PhoenixModel
import ServicesAPI

/// Why an operation did nothing.
package enum ServiceError: Error, Sendable, Hashable {
    /// Every reason, never none; all have the same HTTP status.
    case refused([ServiceProblem])
    /// The store cannot work. What it says is for the people who run it, not for clients.
    case storeFailed(PanelStoreError)
    /// The same, for whoever asks whether the server is ready: what kind of fault it is, and nothing more of the store.
    case notReady(PanelStoreError)
    /// A bug; the text is for the log.
    case unexpected(String)
}

extension ServiceError {
    /// The entries of the API's answer. They tell nothing of the store.
    package var problems: [ServiceProblem] {
        switch self {
        case .refused(let problems): problems
        case .storeFailed: [ServiceProblem(.serviceUnavailable, "The requested service is currently unavailable")]
        case .notReady(let error): [ServiceProblem(.serviceUnavailable, error.fault.publicSentence)]
        case .unexpected: [ServiceProblem(.internalError, "An unexpected error happened; it was logged")]
        }
    }

    /// What went wrong inside, for the log of the people who run the panel; nil for what is the client's to put right.
    package var faultMessage: String? {
        switch self {
        case .refused: nil
        case .storeFailed(let error), .notReady(let error): error.message
        case .unexpected(let message): message
        }
    }

    package var status: Int { problems.first?.code.status ?? 500 }

    /// The body of the API's answer.
    package var value: Value { ["errors": .list(problems.map(\.value))] }
}

extension ServiceError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .refused(let problems): problems.map(\.detail).joined(separator: "; ")
        case .storeFailed(let error), .notReady(let error): error.message
        case .unexpected(let message): message
        }
    }
}

extension PanelError.StoreFault {
    /// What may be told to anybody.
    fileprivate var publicSentence: String {
        switch self {
        case .missing: "there is no store"
        case .unavailable: "the store cannot be reached, or does not do its work"
        case .damaged: "the store is damaged"
        case .tooNew: "the store was written by a newer version of phoenix"
        case .locked: "another process has locked the store"
        case .full: "there is no space left for the store"
        case .readOnly: "the store takes no changes"
        }
    }
}

extension ServiceError {
    /// What a store call threw, as an error of this layer.
    init(from error: any Error) {
        self =
            switch error {
            case let error as ServiceError: error
            case let error as PanelStoreError: .storeFailed(error)
            case is CancellationError:
                .storeFailed(PanelStoreError(.unavailable, "the write was cancelled before it began"))
            default: .unexpected(String(describing: error))
            }
    }
}
