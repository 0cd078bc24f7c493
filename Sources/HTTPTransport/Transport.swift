/// What carries one request to a server and brings the response back. It repeats and follows nothing.
package protocol Transport: Sendable {
    /// - Throws: when there is no complete response within `timeout`.
    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse
}
