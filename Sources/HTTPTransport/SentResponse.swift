/// The last response to a call, whatever it says.
package struct SentResponse: Sendable {
    package let response: HTTPResponse
    /// Whether an attempt may have been carried out without a word of the server's that says so: its response was lost,
    /// or came from a proxy.
    package let mayBeDone: Bool

    package var status: Int { response.status }
    package var isSuccess: Bool { response.isSuccess }
}
