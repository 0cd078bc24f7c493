/// Where a web server is: scheme, host and port (RFC 6454).
package struct WebOrigin: Sendable, Hashable {
    package enum Scheme: String, Sendable, Hashable {
        case http, https

        package var defaultPort: Int { self == .http ? 80 : 443 }
    }

    package let scheme: Scheme
    /// In small letters, an IPv6 address without its brackets.
    package let host: String
    package let port: Int

    /// nil for schemes other than `http` and `https`.
    package init?(_ address: WebAddress) {
        guard let scheme = Scheme(rawValue: address.scheme) else { return nil }
        self.scheme = scheme
        host = address.host
        port = address.port ?? scheme.defaultPort
    }
}

extension WebOrigin: CustomStringConvertible {
    /// `https://panel.example.com:8443`, the port only where it says something.
    package var description: String {
        "\(scheme.rawValue)://\(HostAndPort(host: host, port: port == scheme.defaultPort ? nil : port))"
    }
}
