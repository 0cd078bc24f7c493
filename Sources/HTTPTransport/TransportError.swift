/// Why there is no response to a request.
package struct TransportError: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
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

    package let kind: Kind
    /// What happened, for people, after the address: `refused the connection`.
    package let message: String
    package var help: String?

    package init(kind: Kind, message: String, help: String? = nil) {
        self.kind = kind
        self.message = message
        self.help = help
    }

    /// Whether the server may have got the request, and acted on it.
    package var mayHaveArrived: Bool { kind != .notConnected && kind != .notTrusted }
}
