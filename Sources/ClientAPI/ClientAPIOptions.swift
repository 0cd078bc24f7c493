package import HTTPTransport

/// How the Client API of a panel is talked to.
package struct ClientAPIOptions: Sendable, Hashable {
    /// phoenix's own, for `User-Agent`.
    package var version: String
    package var transport: TransportOptions

    package init(version: String, transport: TransportOptions = TransportOptions()) {
        self.version = version
        self.transport = transport
    }
}
