import PhoenixModel

/// The parts of a URL that has an authority (RFC 3986, section 3), as far as addresses of panels and proxies need them.
struct WebAddress: Sendable, Hashable {
    /// In small letters.
    let scheme: String
    /// As it stands before the `@`.
    let userinfo: String?
    /// In small letters, an IPv6 address without its brackets.
    let host: String
    let port: Int?
    /// Empty, or with a slash at its beginning.
    let path: String
    /// Without its question mark.
    let query: String?
    let hasFragment: Bool

    var hasQuery: Bool { query != nil }

    /// - Throws: `.invalid`, beginning with `what` and without the text.
    init(_ text: String, what: String) throws(PanelError) {
        func refusal(_ reason: String) -> PanelError { PanelError(.invalid, "\(what) \(reason)") }

        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw refusal("has white space or a character beyond ASCII in it")
        }
        guard let separator = text.firstRange(of: "://") else {
            throw refusal("must begin with http:// or https://")
        }
        scheme = text[..<separator.lowerBound].lowercased()
        let rest = text[separator.upperBound...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        var authority = rest[..<end]
        var tail = rest[end...]

        hasFragment = tail.contains("#")
        if let start = tail.firstIndex(of: "#") { tail = tail[..<start] }
        if let start = tail.firstIndex(of: "?") {
            query = String(tail[start...].dropFirst())
            tail = tail[..<start]
        } else {
            query = nil
        }
        path = String(tail)

        if let at = authority.lastIndex(of: "@") {
            userinfo = String(authority[..<at])
            authority = authority[at...].dropFirst()
        } else {
            userinfo = nil
        }
        guard let (host, port) = Self.hostAndPort(authority) else { throw refusal("has no usable host and port") }
        self.host = host
        self.port = port
    }

    private static func hostAndPort(_ authority: Substring) -> (host: String, port: Int?)? {
        var host = authority
        var rest: Substring = ""
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            host = authority[..<close].dropFirst()
            rest = authority[close...].dropFirst()
            guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || ":.%".contains($0) }) else { return nil }
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            rest = authority[colon...]
        }
        guard !host.isEmpty, host.allSatisfy({ $0.isLetter || $0.isNumber || "-._:%".contains($0) }) else { return nil }
        guard !rest.isEmpty else { return (host.lowercased(), nil) }
        guard rest.hasPrefix(":") else { return nil }
        let digits = rest.dropFirst()
        if digits.isEmpty { return (host.lowercased(), nil) }
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
            (1...65_535).contains(port)
        else { return nil }
        return (host.lowercased(), port)
    }
}
