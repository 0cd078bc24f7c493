internal import CLibPQ
import Glibc
import PhoenixModel
import WebAddresses

/// A database, as `postgres://user@host:5432/name?sslmode=verify-full` names it, and how to come to it.
///
/// What the URL leaves out, libpq takes from its environment (`PGHOST`, `PGUSER`, `PGPASSWORD`, …) and the pass file.
/// Beyond this machine the server must prove who it is (`sslmode=verify-full`) unless something else is asked for.
package struct PostgresLocation: Sendable, Hashable {
    /// What stands between phoenix and the server.
    package enum Pooling: String, Sendable, Hashable, CaseIterable {
        /// Found out for each connection.
        case auto
        /// Nothing, or one that gives each connection a server of its own.
        case none
        /// One that gives each transaction a server.
        case transaction
    }

    /// As people are told where the store is: `postgres://phoenix@db.example.com/phoenix`, never with a password
    /// or a parameter in it.
    package let name: String
    package let pooling: Pooling
    /// The `sslmode` of libpq that holds.
    package let tlsMode: String
    /// For libpq; the password among them.
    let parameters: [String: Parameter]

    enum Parameter: Sendable, Hashable {
        case plain(String)
        case secret(Secret)

        var text: String {
            switch self {
            case .plain(let text): text
            case .secret(let secret): secret.reveal()
            }
        }
    }

    /// A peer that is gone without a word shows within half a minute.
    private static let liveness = [
        "keepalives_idle": "15", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "30000",
    ]

    private static let secretNames: Set<String> = ["password", "sslpassword"]
    private static let standardPort = 5432
    private static let schemes = ["postgres://", "postgresql://"]

    /// - Parameter text: the URL. Beside the parameters of libpq it may have `pooling=auto|none|transaction`.
    /// - Throws: what is wrong with it, without a word of it that may be secret.
    package init(_ text: String) throws(PostgresLocationProblem) {
        guard Self.schemes.contains(where: text.hasPrefix) else { throw .noScheme }
        if let problem = phoenix_libpq_load() { throw .noLibrary(String(cString: problem)) }
        let (address, pooling) = try Self.takePooling(from: text)
        var given = try Self.parse(address)
        let defaults = Self.defaults()
        func value(_ name: String) -> String? { given[name] ?? defaults[name] }

        let hosts = value("host")?.split(separator: ",").map(String.init) ?? []
        let addresses = value("hostaddr")?.split(separator: ",").map(String.init) ?? []
        let isLocal = (addresses.isEmpty ? hosts : addresses).allSatisfy(Self.isOfThisMachine)
        // The default of the library, `prefer`, goes on without TLS when the server has none.
        if given["sslmode"] == nil, getenv("PGSSLMODE") == nil { given["sslmode"] = isLocal ? "prefer" : "verify-full" }
        tlsMode = value("sslmode") ?? ""
        if tlsMode.hasPrefix("verify-"), value("sslrootcert") == nil, let path = Self.certificates() {
            given["sslrootcert"] = path
        }
        given["client_encoding"] = "UTF8"
        given["fallback_application_name"] = "phoenix"
        given.merge(Self.liveness) { asked, _ in asked }

        self.pooling = pooling
        name = Self.name(
            user: value("user"), hosts: hosts.isEmpty ? addresses : hosts, port: value("port"),
            database: value("dbname") ?? value("user"))
        parameters = given.reduce(into: [:]) { parameters, entry in
            parameters[entry.key] =
                Self.secretNames.contains(entry.key)
                ? .secret(Secret(reference: "the password of the store", value: entry.value)) : .plain(entry.value)
        }
    }

    /// Our own parameter, which libpq does not know, and the URL without it.
    private static func takePooling(
        from text: String
    ) throws(PostgresLocationProblem) -> (String, Pooling) {
        guard let question = text.firstIndex(of: "?") else { return (text, .auto) }
        var pooling = Pooling.auto
        var others: [Substring] = []
        for parameter in text[question...].dropFirst().split(separator: "&") {
            guard parameter.hasPrefix("pooling=") else {
                others.append(parameter)
                continue
            }
            guard let known = Pooling(rawValue: String(parameter.dropFirst("pooling=".count))) else {
                throw .unknownPooling
            }
            pooling = known
        }
        let rest = others.joined(separator: "&")
        return (String(text[..<question]) + (rest.isEmpty ? "" : "?" + rest), pooling)
    }

    /// The parameters that the URL has, decoded.
    private static func parse(_ text: String) throws(PostgresLocationProblem) -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &message) else {
            defer { PQfreemem(message) }
            throw PostgresLocationProblem(parser: message.map { String(cString: $0) } ?? "")
        }
        defer { PQconninfoFree(options) }
        return values(of: options)
    }

    /// What the environment says of all that a URL may leave out.
    private static func defaults() -> [String: String] {
        guard let options = PQconndefaults() else { return [:] }
        defer { PQconninfoFree(options) }
        return values(of: options)
    }

    private static func values(of options: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return values.filter { !$0.value.isEmpty }
    }

    /// A socket, or an address that no packet to leaves the machine.
    private static func isOfThisMachine(_ host: String) -> Bool {
        if host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// The user's own certificates, else those of the system: Debian's, Red Hat's, Alpine's and SUSE's place.
    private static func certificates() -> String? {
        if let home = getenv("HOME"), access("\(String(cString: home))/.postgresql/root.crt", F_OK) == 0 { return nil }
        let places = [
            "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem",
            "/etc/ssl/ca-bundle.pem",
        ]
        return places.first { access($0, R_OK) == 0 }
    }

    private static func name(user: String?, hosts: [String], port: String?, database: String?) -> String {
        let ports = port?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
        let places = hosts.enumerated().map { index, host in
            let number = Int(ports.count == hosts.count ? ports[index] : ports.first ?? "")
            let host = host.hasPrefix("/") ? PercentEncoding.encoded(host) : host
            return HostAndPort(host: host, port: number == standardPort ? nil : number).description
        }
        let encodedUser = user.map { PercentEncoding.encoded($0) + "@" } ?? ""
        return "postgres://\(encodedUser)\(places.joined(separator: ","))/\(PercentEncoding.encoded(database ?? ""))"
    }
}

extension PostgresLocation: CustomStringConvertible {
    package var description: String { name }
}
