/// What carries one request to a panel and brings the answer back. It repeats and follows nothing.
protocol HTTPTransport: Sendable {
    /// - Throws: when there is no complete answer within `timeout`.
    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPAnswer
}

/// One request.
struct HTTPRequest: Sendable {
    var method: String
    var url: String
    var headers: [(name: String, value: String)]
    var body: [UInt8]?
}

/// One complete answer.
struct HTTPAnswer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    /// The largest body that is read.
    static let maximumBodySize = 32 << 20

    /// The first header of that name, in whatever letters.
    func header(_ name: String) -> String? {
        headers.first { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name.lowercased() }?.value
    }
}
