import HTTPTransport
import PhoenixModel
import WebAddresses

extension PanelError {
    /// No response to a call. Where a call that must not be repeated may have been carried out, that comes before all
    /// else: `.unreachable` says that its outcome is to be looked up.
    init(_ failure: RequestFailure, call: PanelCall, address: APIAddress) {
        switch failure.cause {
        case .cancelled: self = .cancelled
        case .rateLimited(let end): self = PanelError.rateLimited(until: end).unlessDone(failure.mayBeDone, call)
        case .transport(let error):
            let isUnexpected = error.kind == .unreadable && call.isRepeatable
            self.init(isUnexpected ? .unexpectedAnswer : .unreachable, "\(address) \(error.message)", help: error.help)
        }
    }

    init(_ error: TransportOptionError) { self.init(.invalid, error.message, help: error.help) }

    /// The error of a call, or that its outcome is unknown where an attempt that must not be repeated may have been
    /// carried out.
    func unlessDone(_ mayBeDone: Bool, _ call: PanelCall) -> PanelError {
        guard mayBeDone, !call.isRepeatable, code != .conflict else { return self }
        return PanelError(.unreachable, message, help: help)
    }

    /// The panel has refused more requests until a moment, since 1970.
    private static func rateLimited(until end: Duration) -> PanelError {
        let (seconds, attoseconds) = end.components
        let moment = Timestamp(seconds: seconds + (attoseconds > 0 ? 1 : 0))
        return PanelError(
            .rateLimited, "the panel allows no more requests before \(moment)",
            help: "run the command again after that time, or with a lower --parallelism")
    }

    static let cancelled = PanelError(.unreachable, "the request was cancelled")
}
