package import HTTPTransport
package import PhoenixModel

/// How a panel is talked to.
package struct PanelClientOptions: Sendable, Hashable {
    /// phoenix's own, for `User-Agent`.
    package var version: String
    package var transport = TransportOptions()
    /// Whether tasks may run in UTC on a panel without time zones (`--allow-unsupported`).
    package var allowsUnsupported = false

    package init(version: String) { self.version = version }

    /// Takes the proxies of an environment.
    /// - Throws: `.invalid` naming the variable that cannot be used, never with what is in it.
    package mutating func useProxies(of environment: [String: String]) throws(PanelError) {
        do throws(TransportOptionError) {
            transport.proxies = try ProxySettings(environment: environment)
        } catch {
            throw PanelError(error)
        }
    }
}
