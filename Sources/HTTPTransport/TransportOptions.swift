/// How a server is reached.
package struct TransportOptions: Sendable, Hashable {
    package var connectTimeout: Duration = .seconds(10)
    /// For one attempt from its start to the last byte of its response.
    package var requestTimeout: Duration = .seconds(30)
    /// Connections at once, and so requests under way.
    package var connections = 8
    /// A PEM file with certificate authorities that are trusted beside the system's.
    package var caFile: String?
    package var proxies = ProxySettings.none
    /// The IP address to connect to instead of those that the name of the server stands for. The name is still the one
    /// of its certificate and of the request.
    package var address: String?
    /// The longest body of a response, in bytes.
    package var longestResponse = HTTPResponse.maximumBodySize
    /// Whether the body of a response that says yes is read. Without it the response is there with its head.
    package var readsBodyOfSuccess = true

    package init() {}
}
