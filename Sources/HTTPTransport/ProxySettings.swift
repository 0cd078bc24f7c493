package import WebAddresses

/// The proxies of an environment, by the conventions of curl: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`,
/// each in small letters first.
package struct ProxySettings: Sendable, Hashable {
    private var https: Proxy?
    private var http: Proxy?
    private var exceptions: [ProxyException]

    /// No proxy at all.
    package static let none = ProxySettings()

    private init() { exceptions = [] }

    /// - Throws: an error that names the variable that cannot be used, never with what is in it.
    package init(environment: [String: String]) throws(TransportOptionError) {
        func variable(_ name: String) -> (name: String, value: String)? {
            for name in [name.lowercased(), name] {
                if let value = environment[name], !value.isEmpty { return (name, value) }
            }
            return nil
        }
        let all = variable("ALL_PROXY")
        https = try Self.proxy(variable("HTTPS_PROXY") ?? all)
        http = try Self.proxy(variable("HTTP_PROXY") ?? all)
        exceptions = variable("NO_PROXY")?.value.split { $0 == "," || $0.isWhitespace }.map { ProxyException($0) } ?? []
    }

    private static func proxy(_ variable: (name: String, value: String)?) throws(TransportOptionError) -> Proxy? {
        guard let variable else { return nil }
        return try Proxy(variable.value, variable: variable.name)
    }

    /// The proxy that leads to a server; nil where none does.
    package func proxy(for origin: WebOrigin) -> Proxy? {
        guard !exceptions.contains(where: { $0.covers(origin) }) else { return nil }
        return origin.scheme == .https ? https : http
    }
}
