import HTTPTransport
import PhoenixModel
import ServicesAPI
import WebAddresses

/// A link to a page of a list, taken apart: the other pages are asked for in the same form.
struct PageLink: Sendable, Hashable {
    /// Below the panel's address.
    private let path: String
    /// As they stand in the link.
    private var parameters: [String]

    /// The form of the API, for panels that give no links.
    static let first = PageLink(path: APIRoute.listServices.path, parameters: [perPage, "page=1"])

    /// As many as the API allows.
    private static let perPage = "per_page=100"

    private init(path: String, parameters: [String]) {
        self.path = path
        self.parameters = parameters
    }

    /// Reads a link of a response.
    /// - Throws: `.unexpectedAnswer` for a link that leads elsewhere: the key is sent to this panel alone.
    init(_ link: String, from address: APIAddress) throws(PanelError) {
        let shown = Excerpt.line(link, limit: 200)
        let refusal = PanelError(
            .unexpectedAnswer, "\(address) links to its next page as '\(shown)', which is not on this panel",
            help: "the panel's own URL (APP_URL) has another value")
        guard link.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw refusal }
        var path: Substring
        var query: Substring
        if !link.hasPrefix("//"), link.hasPrefix("/") || link.hasPrefix("?") {
            let end = link.firstIndex(of: "?") ?? link.endIndex
            path = link[..<end]
            query = link[end...].dropFirst().prefix { $0 != "#" }
            if path.isEmpty { path = APIRoute.listServices.path[...] }
        } else {
            let text = link.hasPrefix("//") ? "\(address.origin.scheme.rawValue):\(link)" : link
            guard let url = try? WebAddress(text), Self.isOnPanel(url, address) else { throw refusal }
            path = url.path[...]
            query = (url.query ?? "")[...]
        }
        // A panel that is served under a path need not know of it.
        if !address.path.isEmpty, path.hasPrefix("\(address.path)/") { path.removeFirst(address.path.count) }
        guard path.hasPrefix("\(APIRoute.basePath)/"), !PathSegment.areDots(in: path) else { throw refusal }
        self.path = String(path)
        parameters = query.split(separator: "&").map(String.init)
        // Panels that forget a parameter in their links would change the size of the pages half-way.
        if !parameters.contains(where: { Self.name($0) == "per_page" }) { parameters.append(Self.perPage) }
    }

    /// A panel behind a proxy that ends TLS may take itself for an `http` one; it is not asked without TLS for that.
    private static func isOnPanel(_ url: WebAddress, _ address: APIAddress) -> Bool {
        guard url.userinfo == nil, let origin = WebOrigin(url), origin.host == address.origin.host else { return false }
        if origin == address.origin { return true }
        return origin.scheme == .http && origin.port == 80 && address.origin.scheme == .https
            && address.origin.port == 443
    }

    /// The number of the page; nil for links of another kind.
    var page: Int? {
        let pages = parameters.filter { Self.name($0) == "page" }
        return pages.count == 1 ? Int(pages[0].drop { $0 != "=" }.dropFirst()) : nil
    }

    /// The same link to another page.
    func page(_ number: Int) -> PageLink {
        PageLink(path: path, parameters: parameters.map { Self.name($0) == "page" ? "page=\(number)" : $0 })
    }

    /// Path and query below the panel's address.
    var target: String { "\(path)?\(parameters.joined(separator: "&"))" }

    private static func name(_ parameter: String) -> String {
        let name = parameter.prefix { $0 != "=" }
        return PercentEncoding.decoded(name.utf8) ?? String(name)
    }
}
