/// How a panel is talked to.
package struct PanelClientOptions: Sendable, Hashable {
    /// phoenix's own, for `User-Agent`.
    package var version: String
    package var connectTimeout: Duration = .seconds(10)
    /// For one attempt from its start to the last byte of its answer.
    package var requestTimeout: Duration = .seconds(30)
    /// Requests under way at once, and so connections.
    package var parallelism = 8
    /// A PEM file with certificate authorities that are trusted beside the system's.
    package var caFile: String?
    /// Whether tasks may run in UTC on a panel without time zones (`--allow-unsupported`).
    package var allowsUnsupported = false
    package var proxies = ProxySettings.none

    package init(version: String) { self.version = version }
}
