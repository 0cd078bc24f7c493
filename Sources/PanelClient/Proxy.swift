import PhoenixModel
import ServicesAPI

/// One proxy.
struct Proxy: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case http
        case socks
    }

    let kind: Kind
    let host: String
    let port: Int
    let credentials: Credentials?

    struct Credentials: Sendable, Hashable {
        let user: String
        let password: Secret
    }

    /// - Parameters:
    ///   - text: a URL, or a host and a port alone.
    ///   - variable: where it stands, for the error.
    /// - Throws: `.invalid` naming the variable.
    init(_ text: String, variable: String) throws(PanelError) {
        let url = try WebAddress(text.contains("://") ? text : "http://\(text)", what: variable)
        switch url.scheme {
        case "http":
            kind = .http
            port = url.port ?? 80
        case "socks5", "socks5h", "socks":
            kind = .socks
            port = url.port ?? 1_080
        default:
            throw PanelError(.invalid, "\(variable) is no proxy that phoenix can use: http:// and socks5:// are")
        }
        host = url.host
        credentials = try url.userinfo.map { userinfo throws(PanelError) in
            guard let credentials = Credentials(userinfo: userinfo, variable: variable) else {
                throw PanelError(.invalid, "\(variable) has a user or a password that cannot be read: a bad % in it?")
            }
            return credentials
        }
        if kind == .socks, credentials != nil {
            throw PanelError(.invalid, "\(variable) has a password, which phoenix cannot use with SOCKS")
        }
    }
}

extension Proxy.Credentials {
    fileprivate init?(userinfo: String, variable: String) {
        let parts = userinfo.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let user = PercentEncoding.decoded(parts[0].utf8),
            let password = PercentEncoding.decoded((parts.count > 1 ? parts[1] : "").utf8)
        else { return nil }
        self.init(user: user, password: Secret(reference: variable, value: password))
    }
}
