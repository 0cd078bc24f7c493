/// What a server is asked to do, before it is known how many requests that takes.
package struct HTTPCall: Sendable {
    package var method: String
    /// Path and query, as they are written behind the base URL of the sender.
    package var target: String
    /// Beside those that the sender gives every request.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]?
    /// Whether doing it twice is doing it once. What is not repeatable is sent again only when it is known that nothing
    /// was done.
    package var isRepeatable: Bool

    package init(
        _ method: String, _ target: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil,
        isRepeatable: Bool
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.isRepeatable = isRepeatable
    }
}
