package import PhoenixModel

/// A request that came, and what became of it.
package struct RecordedRequest: Sendable {
    package let method: String
    /// The path with the query, as sent.
    package let target: String
    /// As sent, but without what stands in `Authorization` after the scheme.
    package let headers: HeaderList
    /// nil where there is none, or none that is JSON.
    package let body: Value?
    package let fault: Fault.Kind
    /// Whether the server has been asked. That follows some time after the request came.
    package internal(set) var wasForwarded = false
    /// What the server answered; the client need not have seen it.
    package internal(set) var upstreamStatus: Int?

    init(_ request: ProxiedRequest, fault: Fault.Kind) {
        method = request.method
        target = request.target
        var headers = request.headers
        if let authorization = headers["Authorization"] {
            headers["Authorization"] = "\(authorization.prefix { $0 != " " }) (hidden)"
        }
        self.headers = headers
        body = request.json
        self.fault = fault
    }

    package var path: String { String(target.prefix { $0 != "?" }) }
}
