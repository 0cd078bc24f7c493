package import PhoenixModel
import ServicesAPI

/// Where a panel is: the origin, and the path that it lives under.
package struct PanelAddress: Sendable, Hashable {
    package enum Scheme: String, Sendable, Hashable {
        case http, https

        var defaultPort: Int { self == .http ? 80 : 443 }
    }

    package let scheme: Scheme
    /// In small letters, an IPv6 address without its brackets.
    package let host: String
    package let port: Int
    /// What stands before `/api/v1`: empty, or with a slash at its beginning and none at its end.
    package let path: String

    /// Reads `https://panel.example.com`, with or without a port, a path, a slash at the end and `/api/v1`.
    /// - Throws: `.invalid` with the reason. The text is not in it: there may be a password in there.
    package init(_ text: String) throws(PanelError) {
        let url = try WebAddress(String(text.trimmed()), what: "the panel's URL")
        guard let scheme = Scheme(rawValue: url.scheme) else {
            throw PanelError(
                .invalid, "the panel's URL must begin with http:// or https://", help: "https://panel.example.com")
        }
        if url.userinfo != nil {
            throw PanelError(
                .invalid, "the panel's URL has a user or a password in it", help: "leave it out; \(APIKey.help)")
        }
        if url.hasQuery { throw PanelError(.invalid, "the panel's URL has a query (?), which it must not have") }
        if url.hasFragment { throw PanelError(.invalid, "the panel's URL has a fragment (#), which it must not have") }
        var path = url.path[...]
        while path.hasSuffix("/") { path.removeLast() }
        if path.hasSuffix(APIRoute.basePath) { path.removeLast(APIRoute.basePath.count) }
        while path.hasSuffix("/") { path.removeLast() }
        self.scheme = scheme
        host = url.host
        port = url.port ?? scheme.defaultPort
        self.path = String(path)
    }

    /// The URL of a path and query on this panel, `/api/v1/services?page=2`.
    func url(_ target: String) -> String { description + target }

    /// `panel.example.com:8443`, the port only where it says something.
    var authority: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return port == scheme.defaultPort ? host : "\(host):\(port)"
    }
}

extension PanelAddress: CustomStringConvertible {
    package var description: String { "\(scheme.rawValue)://\(authority)\(path)" }
}
