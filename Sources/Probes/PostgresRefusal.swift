import Diagnostics
import HTTPTransport
import PhoenixModel

/// An error that a PostgreSQL server answers.
struct PostgresRefusal: Sendable, Hashable {
    /// The SQL state.
    let code: String
    let text: String

    init(_ body: [UInt8]) throws(ProbeFailure) {
        var reader = ByteReader(body)
        var fields: [UInt8: String] = [:]
        while !reader.isAtEnd {
            let field = try reader.byte()
            guard field != 0 else { break }
            fields[field] = reader.text()
        }
        code = fields[UInt8(ascii: "C")] ?? ""
        text = fields[UInt8(ascii: "M")] ?? ""
    }

    func issue(server: ProbeConfiguration.Server, login: ProbeConfiguration.Login) -> ProbeIssue {
        switch code {
        case "28P01", "28000":
            .error(
                "auth_rejected", "\(server) does not let the user of the probe in (\(code)): check user and password")
        case "3D000": .error("database_missing", "\(server) has no database 'postgres' to log in to (3D000)")
        case "42501": .error("permission_denied", "\(server) does not let the user of the probe connect (42501)")
        case "53300": .error("too_many_connections", "\(server) has too many connections (53300)")
        case "57P03": .warning("starting", "\(server) is starting or stopping (57P03)")
        case "57P01", "57P02": .error("shutting_down", "\(server) is shutting down (\(code))")
        default: .error("refused", "\(server) answered error \(shown(code, login)): \(shown(text, login))")
        }
    }

    private func shown(_ text: String, _ login: ProbeConfiguration.Login) -> String {
        Excerpt.line(Redaction(of: [login.password?.reveal() ?? ""])(text), limit: 100)
    }
}
