package import PhoenixModel

/// The proxies of an environment, by the conventions of curl: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`,
/// each in small letters first.
package struct ProxySettings: Sendable, Hashable {
    private var https: Proxy?
    private var http: Proxy?
    /// Hosts that are reached without one, in small letters.
    private var exceptions: [String]

    /// No proxy at all.
    package static let none = ProxySettings()

    private init() { exceptions = [] }

    /// - Throws: `.invalid` naming the variable that cannot be used, never with what is in it.
    package init(environment: [String: String]) throws(PanelError) {
        func variable(_ name: String) -> (name: String, value: String)? {
            for name in [name.lowercased(), name] {
                if let value = environment[name], !value.isEmpty { return (name, value) }
            }
            return nil
        }
        let all = variable("ALL_PROXY")
        https = try Self.proxy(variable("HTTPS_PROXY") ?? all)
        http = try Self.proxy(variable("HTTP_PROXY") ?? all)
        exceptions = variable("NO_PROXY")?.value.split { $0 == "," || $0 == " " }.map { $0.lowercased() } ?? []
    }

    private static func proxy(_ variable: (name: String, value: String)?) throws(PanelError) -> Proxy? {
        guard let variable else { return nil }
        return try Proxy(variable.value, variable: variable.name)
    }

    /// The proxy that leads to a panel; nil where none does.
    func proxy(for address: PanelAddress) -> Proxy? {
        guard !exceptions.contains(where: { Self.exempts($0, address) }) else { return nil }
        return address.scheme == .https ? https : http
    }

    /// `*`, a host and everything below it, with or without a dot before it and a port after it.
    private static func exempts(_ entry: String, _ address: PanelAddress) -> Bool {
        if entry == "*" { return true }
        var host = entry[...]
        if let colon = entry.lastIndex(of: ":"), let port = Int(entry[colon...].dropFirst()),
            entry.hasPrefix("[") ? entry[..<colon].hasSuffix("]") : !entry[..<colon].contains(":")
        {
            guard port == address.port else { return false }
            host = entry[..<colon]
        }
        if host.hasPrefix("[") { host = host.dropFirst().dropLast() }
        if host.hasPrefix("*") { host = host.dropFirst() }
        while host.hasPrefix(".") { host = host.dropFirst() }
        return !host.isEmpty && (address.host == host || address.host.hasSuffix(".\(host)"))
    }
}
