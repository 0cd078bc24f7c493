import PhoenixModel
package import WebAddresses

/// Where a panel is: the origin, and the path that it lives under.
package struct ClientPanelAddress: Sendable, Hashable {
    package let origin: WebOrigin
    /// What stands before `/api/client`: empty, or with a slash at its beginning and none at its end.
    package let path: String

    static let basePath = "/api/client"

    /// Reads `https://panel.example.com`, with or without a port, a path, a slash at the end and `/api/client`.
    /// - Throws: `.invalidOptions` with the reason. The text is not in it: there may be a password in there.
    package init(_ text: String) throws(ClientAPIError) {
        let url: WebAddress
        do throws(WebAddressProblem) {
            url = try WebAddress(text.trimmed())
        } catch {
            throw .invalidOptions("the URL of the Client API \(error)")
        }
        guard let origin = WebOrigin(url) else {
            throw .invalidOptions("the URL of the Client API must begin with http:// or https://")
        }
        if url.userinfo != nil {
            throw .invalidOptions(
                "the URL of the Client API has a user or a password in it",
                help: "remove it; the key has a setting of its own")
        }
        if url.query != nil { throw .invalidOptions("the URL of the Client API must not have a query (?)") }
        if url.hasFragment { throw .invalidOptions("the URL of the Client API must not have a fragment (#)") }
        var path = url.path[...]
        while path.hasSuffix("/") { path.removeLast() }
        if path.hasSuffix(Self.basePath) { path.removeLast(Self.basePath.count) }
        while path.hasSuffix("/") { path.removeLast() }
        self.origin = origin
        self.path = String(path)
    }
}

extension ClientPanelAddress: CustomStringConvertible {
    package var description: String { "\(origin)\(path)" }
}
