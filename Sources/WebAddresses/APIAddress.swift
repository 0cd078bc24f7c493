/// Where an API is: the origin, and the path that it lives under.
package struct APIAddress: Sendable, Hashable {
    package let origin: WebOrigin
    /// What stands before the API's own path: empty, or with a slash at its beginning and none at its end.
    package let path: String

    /// Reads `https://panel.example.com`, with or without a port, a path, a slash at the end and `basePath`, the API's
    /// own path.
    package init(_ text: some StringProtocol, basePath: String) throws(Problem) {
        let url: WebAddress
        do throws(WebAddressProblem) { url = try WebAddress(text) } catch { throw .notAnAddress(error) }
        guard let origin = WebOrigin(url) else { throw .otherScheme }
        if url.userinfo != nil { throw .userinfo }
        if url.query != nil { throw .query }
        if url.hasFragment { throw .fragment }
        var path = url.path[...]
        while path.hasSuffix("/") { path.removeLast() }
        if path.hasSuffix(basePath) { path.removeLast(basePath.count) }
        while path.hasSuffix("/") { path.removeLast() }
        self.origin = origin
        self.path = String(path)
    }

    /// Why a text is not the URL of an API. The text is not in it: there may be a password in there.
    package enum Problem: Error, Sendable, Hashable {
        case notAnAddress(WebAddressProblem)
        case otherScheme
        case userinfo
        case query
        case fragment
    }
}

extension APIAddress: CustomStringConvertible {
    package var description: String { "\(origin)\(path)" }
}

extension APIAddress.Problem: CustomStringConvertible {
    /// To stand behind the name of what it is the URL of.
    package var description: String {
        switch self {
        case .notAnAddress(let problem): "\(problem)"
        case .otherScheme: "must begin with http:// or https://"
        case .userinfo: "has a user or a password in it"
        case .query: "must not have a query (?)"
        case .fragment: "must not have a fragment (#)"
        }
    }
}
