package import HTTPTypes

/// The response to a `WebRequest`.
package struct WebResponse: Sendable {
    package var status: Int
    package var headers: HTTPFields
    package var body: String
    /// Of the key that the request was made with, for the log and the limits.
    package var keyID: String?
    /// What went wrong inside, for the log.
    package var faultMessage: String?

    package init(_ status: Int, headers: HTTPFields = [:], body: String = "") {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
