/// Where a server listens for plain HTTP.
package struct ServerAddress: Sendable, Hashable {
    package let host: String
    package let port: Int

    package init(host: String = "127.0.0.1", port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `http://HOST:PORT`; a path after it is dropped. nil for anything else.
    package init?(url: String) {
        let scheme = "http://"
        guard url.hasPrefix(scheme) else { return nil }
        let authority = url.dropFirst(scheme.count).prefix { $0 != "/" }
        guard let colon = authority.lastIndex(of: ":"), colon > authority.startIndex,
            let port = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(port)
        else { return nil }
        self.init(host: String(authority[..<colon]), port: port)
    }

    /// As it stands in a `Host` header.
    package var authority: String { "\(host):\(port)" }

    /// Without a slash at its end.
    package var url: String { "http://\(authority)" }
}
