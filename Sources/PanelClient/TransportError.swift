/// Why there is no answer to a request.
struct TransportError: Error, Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// No connection came about: nothing was sent.
        case notConnected
        /// No trusted connection came about: nothing was sent, and trying again does not help.
        case notTrusted
        /// The connection broke when the request was under way.
        case lost
        /// The time was over.
        case timedOut
        /// What came back cannot be read, or is too long.
        case unreadable
        /// The task was cancelled.
        case cancelled
    }

    let kind: Kind
    /// What happened, for people, after the address: `refused the connection`.
    let message: String
    var help: String?

    /// Whether the panel may have got the request, and acted on it.
    var mayHaveArrived: Bool { kind != .notConnected && kind != .notTrusted }
}
