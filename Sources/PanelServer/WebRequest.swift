package import HTTPTypes
package import PanelService

/// A request for a path that is none of the API's.
package struct WebRequest: Sendable {
    /// In capitals; `GET` for `HEAD`, whose body is taken off the response.
    package let method: String
    /// The path and query as they were sent.
    package let target: String
    /// The texts between the slashes, percent-encoding undone; none for anything but a path.
    package let segments: [String]
    package let query: [QueryParameter]
    /// The host and port that it names.
    package let authority: String?
    package let headers: HTTPFields
    package let gate: WebGate
    /// Collects the body: at most so many bytes as a form of pages has.
    package let body: @Sendable () async throws(ServiceError) -> [UInt8]

    /// The texts between the slashes of a path.
    package static func segments(of path: String) -> [String] { RequestTarget(path).segments }

    /// A request with these parts; a query that is badly encoded counts as none.
    package init(
        method: String, target: String, authority: String?, headers: HTTPFields, gate: WebGate,
        body: @escaping @Sendable () async throws(ServiceError) -> [UInt8]
    ) {
        let parts = RequestTarget(target)
        self.method = method == "HEAD" ? "GET" : method
        self.target = target
        segments = parts.segments
        query = (try? parts.parameters()) ?? []
        self.authority = authority
        self.headers = headers
        self.gate = gate
        self.body = body
    }
}
