package import PhoenixModel
package import WebAddresses

/// What is probed and how, from the `probe` of a system service's `config`.
package struct ProbeConfiguration: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case wings(WebAddress, token: Secret?)
        case mysql(Server, Login)
        case postgres(Server, Login)
        case redis(Server, password: Secret?, queues: [String])
        case sftp(Server)
    }

    package struct Server: Sendable, Hashable {
        package let host: String
        package let port: Int

        package init(host: String, port: Int) {
            self.host = host
            self.port = port
        }
    }

    package struct Login: Sendable, Hashable {
        package let user: String
        package let password: Secret?

        package init(user: String, password: Secret?) {
            self.user = user
            self.password = password
        }
    }

    package let kind: Kind
    /// Seconds between two checks.
    package let interval: Int64

    package init(_ kind: Kind, interval: Int64 = Self.standardInterval) {
        self.kind = kind
        self.interval = interval
    }

    private static let standardInterval: Int64 = 60
}

extension ProbeConfiguration {
    /// Of a configuration that the rules have accepted; nil for one without a probe, and for one that cannot be read.
    package init?(config: Value) {
        guard case .map(let map) = config, case .map(let probe)? = map["probe"] else { return nil }
        func text(_ key: String) -> String? { probe[key]?.revealedText }
        func secret(_ key: String) -> Secret? { text(key).map { Secret(reference: key, value: $0) } }
        func number(_ key: String, _ usual: Int64) -> Int64 {
            if case .integer(let number)? = probe[key] { number } else { usual }
        }
        func server(_ port: Int64) -> Server? {
            text("host").map { Server(host: $0, port: Int(clamping: number("port", port))) }
        }
        func login() -> Login? { text("user").map { Login(user: $0, password: secret("password")) } }
        let kind: Kind? =
            switch text("type") {
            case "wings": text("url").flatMap { try? WebAddress($0) }.map { .wings($0, token: secret("token")) }
            case "mysql": server(3_306).flatMap { server in login().map { .mysql(server, $0) } }
            case "postgres": server(5_432).flatMap { server in login().map { .postgres(server, $0) } }
            case "redis": server(6_379).map { .redis($0, password: secret("password"), queues: probe.texts("queues")) }
            case "sftp": server(2_022).map { .sftp($0) }
            default: nil
            }
        guard let kind else { return nil }
        self.init(kind, interval: max(1, number("interval", Self.standardInterval)))
    }

    /// The word of the API for it.
    package var name: String {
        switch kind {
        case .wings: "wings"
        case .mysql: "mysql"
        case .postgres: "postgres"
        case .redis: "redis"
        case .sftp: "sftp"
        }
    }
}

extension ProbeConfiguration.Server: CustomStringConvertible {
    package var description: String { HostAndPort(host: host, port: port).description }
}

extension ValueMap {
    fileprivate func texts(_ key: String) -> [String] {
        if case .list(let elements)? = self[key] { elements.compactMap(\.plainText) } else { [] }
    }
}
