import Crypto
import PhoenixModel
import WebAddresses

/// The login at a PostgreSQL server.
struct PostgresLogin {
    let server: ProbeConfiguration.Server
    let login: ProbeConfiguration.Login
    let messages: PostgresMessages

    private var password: String { login.password?.reveal() ?? "" }

    private static let mostTurns = 8

    /// Logs in; answers why the server does not let the user in, nil when it does.
    func issue() async throws -> ProbeIssue? {
        try await encrypt()
        let settings = ["user", login.user, "database", "postgres", "application_name", "phoenix"]
        try await messages.write(nil, [0, 3, 0, 0] + settings.flatMap { Array($0.utf8) + [0] } + [0])
        var expected: String?
        var scram: ScramLogin?
        for _ in 0..<Self.mostTurns {
            let message = try await messages.read()
            if message.type == "E" { return try PostgresRefusal(message.body).issue(server: server, login: login) }
            guard message.type == "R" else { throw notPostgres }
            var reader = ByteReader(message.body)
            switch try reader.bigEndian(4) {
            case 0:
                guard scram == nil || expected == nil else { throw impostor }
                return nil
            case 3:
                guard messages.connection.mayCarryPassword else {
                    return .error(
                        "auth_needs_tls", "\(server) asks for the password in the clear: switch TLS or scram-sha-256 on"
                    )
                }
                try await messages.write("p", Array(password.utf8) + [0])
            case 5:
                let inner = Self.hexadecimal(Insecure.MD5.hash(data: Array((password + login.user).utf8)))
                let outer = Self.hexadecimal(Insecure.MD5.hash(data: inner + Array(try reader.take(4))))
                try await messages.write("p", Array("md5".utf8) + outer + [0])
            case 10:
                var mechanisms: [String] = []
                while !reader.isAtEnd { mechanisms.append(reader.text()) }
                guard mechanisms.contains(ScramLogin.mechanism), scram == nil else { return unsupported }
                let started = ScramLogin(password: password, nonce: Self.makeNonce())
                scram = started
                let first = Array(started.first.utf8)
                let length = (0..<4).reversed().map { UInt8(first.count >> ($0 * 8) & 0xFF) }
                try await messages.write("p", Array(ScramLogin.mechanism.utf8) + [0] + length + first)
                // Until the server has proved that it knows the password too.
                expected = ""
            case 11:
                guard let scram else { throw notPostgres }
                let answer = try scram.answer(to: String(decoding: reader.rest(), as: UTF8.self))
                expected = answer.expected
                try await messages.write("p", Array(answer.message.utf8))
            case 12:
                guard let proof = expected, String(decoding: reader.rest(), as: UTF8.self) == proof else {
                    throw impostor
                }
                expected = nil
            default: return unsupported
            }
        }
        throw notPostgres
    }

    private func encrypt() async throws {
        let request: [UInt8] = [4, 210, 22, 47]
        try await messages.write(nil, request)
        switch try await messages.connection.read(1) {
        case [UInt8(ascii: "S")]: try await messages.connection.startTLS()
        case [UInt8(ascii: "N")]: break
        default: throw notPostgres
        }
    }

    private var notPostgres: ProbeFailure { .unreadable("does not speak as a PostgreSQL server does") }

    private var impostor: ProbeFailure {
        ProbeFailure("server_not_authentic", "does not know the password itself: is it the right server?")
    }

    private var unsupported: ProbeIssue {
        .error("auth_unsupported", "\(server) does not let the user of the probe in by a password: use scram-sha-256")
    }

    private static func makeNonce() -> String {
        Base64.encoded((0..<18).map { _ in UInt8.random(in: .min ... .max) })
    }

    private static func hexadecimal(_ digest: Insecure.MD5Digest) -> [UInt8] {
        digest.flatMap { byte in
            let text = String(byte, radix: 16)
            return Array((text.utf8.count == 1 ? "0\(text)" : text).utf8)
        }
    }
}
