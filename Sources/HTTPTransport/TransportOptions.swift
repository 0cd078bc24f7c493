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

    package init() {}
}
