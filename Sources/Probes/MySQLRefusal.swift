import Diagnostics
import HTTPTransport
import PhoenixModel

/// An error that a MySQL server answers.
struct MySQLRefusal: Sendable, Hashable {
    let code: Int
    let text: String

    init(_ packet: [UInt8]) throws(ProbeFailure) {
        var reader = ByteReader(packet.dropFirst())
        code = try reader.littleEndian(2)
        let rest = Array(reader.rest())
        // The SQL state is not there before the login.
        text = String(decoding: rest.first == UInt8(ascii: "#") ? rest.dropFirst(6) : rest[...], as: UTF8.self)
    }

    func issue(server: ProbeConfiguration.Server, login: ProbeConfiguration.Login) -> ProbeIssue {
        switch code {
        case 1044, 1045, 1698, 3118, 4151:
            .error(
                "auth_rejected", "\(server) does not let the user of the probe in (\(code)): check user and password")
        case 1820, 1862:
            .error("password_expired", "the password of the probe's user at \(server) has expired (\(code))")
        case 1040, 1203, 1226: .error("too_many_connections", "\(server) has too many connections (\(code))")
        case 1129:
            .error(
                "host_blocked",
                "\(server) has blocked this machine after too many broken connections (1129): run FLUSH HOSTS there")
        case 1130: .error("host_not_allowed", "\(server) takes no connections from this machine (1130)")
        case 1053: .error("shutting_down", "\(server) is shutting down (1053)")
        case 1251, 1524: .error("auth_unsupported", "\(server) does not know how the probe logs in (\(code))")
        default: .error("refused", "\(server) answered error \(code): \(shown(login))")
        }
    }

    private func shown(_ login: ProbeConfiguration.Login) -> String {
        Excerpt.line(Redaction(of: [login.password?.reveal() ?? ""])(text), limit: 100)
    }
}
