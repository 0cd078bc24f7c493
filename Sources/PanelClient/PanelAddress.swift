package import PhoenixModel
import ServicesAPI
package import WebAddresses

/// Where a panel is: the origin, and the path that it lives under.
package struct PanelAddress: Sendable, Hashable {
    package let origin: WebOrigin
    /// What stands before `/api/v1`: empty, or with a slash at its beginning and none at its end.
    package let path: String

    /// Reads `https://panel.example.com`, with or without a port, a path, a slash at the end and `/api/v1`.
    /// - Throws: `.invalid` with the reason. The text is not in it: there may be a password in there.
    package init(_ text: String) throws(PanelError) {
        let url: WebAddress
        do throws(WebAddressProblem) {
            url = try WebAddress(text.trimmed())
        } catch {
            throw PanelError(.invalid, "the panel's URL \(error)")
        }
        guard let origin = WebOrigin(url) else {
            throw PanelError(
                .invalid, "the panel's URL must begin with http:// or https://", help: "https://panel.example.com")
        }
        if url.userinfo != nil {
            throw PanelError(
                .invalid, "the panel's URL has a user or a password in it",
                help: "remove it; \(Self.keyHelp)")
        }
        if url.query != nil {
            throw PanelError(.invalid, "the panel's URL has a query (?), which it must not have")
        }
        if url.hasFragment { throw PanelError(.invalid, "the panel's URL has a fragment (#), which it must not have") }
        var path = url.path[...]
        while path.hasSuffix("/") { path.removeLast() }
        if path.hasSuffix(APIRoute.basePath) { path.removeLast(APIRoute.basePath.count) }
        while path.hasSuffix("/") { path.removeLast() }
        self.origin = origin
        self.path = String(path)
    }

    static let keyHelp = "give a key of this panel with --api-key-file, PHOENIX_API_KEY or its context"
}

extension PanelAddress: CustomStringConvertible {
    package var description: String { "\(origin)\(path)" }
}
