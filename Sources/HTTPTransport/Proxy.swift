import Diagnostics
import WebAddresses

/// One proxy.
package struct Proxy: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case http
        case socks
    }

    package let kind: Kind
    package let host: String
    package let port: Int
    let credentials: Credentials?

    struct Credentials: Sendable, Hashable {
        let user: String
        let password: String
    }

    /// - Parameters:
    ///   - text: a URL, or a host and a port alone.
    ///   - variable: where it stands, for the error.
    /// - Throws: an error that names the variable, and has nothing in it of the text.
    package init(_ text: String, variable: String) throws(TransportOptionError) {
        let url: WebAddress
        do throws(WebAddressProblem) {
            url = try WebAddress(text.contains("://") ? text : "http://\(text)")
        } catch {
            throw TransportOptionError("\(variable) \(error)")
        }
        switch url.scheme {
        case "http":
            kind = .http
            port = url.port ?? 80
        case "socks5", "socks5h", "socks":
            kind = .socks
            port = url.port ?? 1_080
        default:
            throw TransportOptionError(
                "\(variable) is not a proxy that phoenix can use: it must be http:// or socks5://")
        }
        host = url.host
        credentials = try url.userinfo.map { userinfo throws(TransportOptionError) in
            guard let credentials = Credentials(userinfo: userinfo) else {
                throw TransportOptionError(
                    "\(variable) has a user or a password that cannot be read; is there an invalid %?")
            }
            return credentials
        }
        if kind == .socks, credentials != nil {
            throw TransportOptionError("\(variable) has a password, which phoenix does not support with SOCKS")
        }
    }

    /// Host and port.
    var name: String { HostAndPort(host: host, port: port).description }
}

extension Proxy.Credentials {
    fileprivate init?(userinfo: String) {
        let parts = userinfo.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let user = PercentEncoding.decoded(parts[0].utf8),
            let password = PercentEncoding.decoded((parts.count > 1 ? parts[1] : "").utf8)
        else { return nil }
        self.init(user: user, password: password)
    }
}

extension Proxy.Credentials: CustomStringConvertible, CustomReflectable {
    var description: String { Redaction.replacement }
    var customMirror: Mirror { Mirror(self, children: []) }
}
