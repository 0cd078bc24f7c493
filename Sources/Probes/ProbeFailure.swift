/// Why a service counts as down.
struct ProbeFailure: Error, Sendable, Hashable {
    let code: String
    /// What happened, to stand behind the server's address: `refused the connection`.
    let message: String

    init(_ code: String, _ message: String) {
        self.code = code
        self.message = message
    }

    static let closed = ProbeFailure("connection_closed", "closed the connection too early")
    static let tooLong = ProbeFailure("unreadable_answer", "sent more than it should have")

    /// What came is no answer of the protocol.
    static func unreadable(_ message: String) -> Self { Self("unreadable_answer", message) }
}
