import Crypto
import CryptoExtras
import PhoenixModel
import PhoenixTestSupport
import Probes
import SocketFixtures
import Testing

@Suite("A probe of a MySQL server", .mustEnd)
struct MySQLProbeTests {
    private func result(
        _ login: ProbeConfiguration.Login = .monitor, limit: Duration = .seconds(600),
        _ script: @escaping @Sendable (ScriptedPeer) async throws -> Void
    ) async throws -> ProbeResult {
        try await ScriptedPeer.withServer(script) { port in await check(.mysql(.local(port), login), limit: limit) }
    }

    @Test("logs in, and reports what the server counts")
    func login() async throws {
        let result = try await result { peer in
            try await peer.send(MySQLWire.greeting())
            _ = try await peer.readPacket()
            try await peer.send(MySQLWire.packet(2, [1, 3]) + MySQLWire.ok(3))
            try await peer.serveMySQL()
        }
        #expect(result.outcome == .healthy)
        #expect(result.resources == ["uptime_seconds": 77, "connections": 3])
    }

    @Test("proves the password by the nonce, and sends no password")
    func proof() async throws {
        let result = try await result { peer in
            try await peer.send(MySQLWire.greeting(plugin: "mysql_native_password"))
            let answer = try await peer.readPacket()
            let once = Array(Insecure.SHA1.hash(data: Array(rightPassword.utf8)))
            let mask = Insecure.SHA1.hash(data: MySQLWire.nonce + Array(Insecure.SHA1.hash(data: once)))
            let expected = zip(once, Array(mask)).map { $0 ^ $1 }
            let user = Array("monitor".utf8) + [0, 20]
            let isRight = Array(answer.dropFirst(32)).starts(with: user + expected)
            try await peer.send(isRight ? MySQLWire.ok(2) : MySQLWire.error(2, 1_045, "Access denied"))
            try await peer.serveMySQL()
        }
        #expect(result.outcome == .healthy)
    }

    @Test("switches to the plugin of the user")
    func authSwitch() async throws {
        let result = try await result { peer in
            try await peer.send(MySQLWire.greeting(plugin: "caching_sha2_password"))
            _ = try await peer.readPacket()
            let other = Array("tsrqponmlkjihgfedcba".utf8)
            try await peer.send(
                MySQLWire.packet(2, [0xFE] + Array("mysql_native_password".utf8) + [0] + other + [0]))
            let proof = try await peer.readPacket()
            try await peer.send(proof.count == 20 ? MySQLWire.ok(4) : MySQLWire.error(4, 1_045, "no"))
            try await peer.serveMySQL()
        }
        #expect(result.outcome == .healthy)
    }

    @Test("sends the password itself when the server needs it and nobody can listen")
    func fullLogin() async throws {
        let result = try await result { peer in
            try await peer.send(MySQLWire.greeting())
            _ = try await peer.readPacket()
            try await peer.send(MySQLWire.packet(2, [1, 4]))
            let password = try await peer.readPacket()
            let isRight = password == Array(rightPassword.utf8) + [0]
            try await peer.send(isRight ? MySQLWire.ok(4) : MySQLWire.error(4, 1_045, "no"))
            try await peer.serveMySQL()
        }
        #expect(result.outcome == .healthy)
    }

    @Test("logs in without a password where the user has none")
    func noPassword() async throws {
        let result = try await result(.monitor.with(nil)) { peer in
            try await peer.send(MySQLWire.greeting())
            let answer = try await peer.readPacket()
            let isEmpty = answer[32 + "monitor".utf8.count + 1] == 0
            try await peer.send(isEmpty ? MySQLWire.ok(2) : MySQLWire.error(2, 1_045, "no"))
            try await peer.serveMySQL()
        }
        #expect(result.outcome == .healthy)
    }

    @Test("says that the server is read-only", arguments: ["1", "ON"])
    func readOnly(_ setting: String) async throws {
        let result = try await result { peer in
            try await peer.send(MySQLWire.greeting())
            _ = try await peer.readPacket()
            try await peer.send(MySQLWire.ok(2))
            try await peer.serveMySQL(readOnly: setting)
        }
        #expect(result.outcome == .degraded)
        #expect(result.codes == ["read_only"])
    }

    @Test(
        "finds a server degraded that does not let it in",
        arguments: [
            (1_045, "auth_rejected"), (1_698, "auth_rejected"), (1_862, "password_expired"),
            (1_040, "too_many_connections"),
            (1_524, "auth_unsupported"), (1_053, "shutting_down"), (9_999, "refused"),
        ])
    func refusal(_ number: Int, code: String) async throws {
        let result = try await result { peer in
            try await peer.send(MySQLWire.greeting())
            _ = try await peer.readPacket()
            try await peer.send(MySQLWire.error(2, number, "no \(rightPassword)"))
        }
        #expect(result.outcome == .degraded)
        #expect(result.codes == [code])
        #expect(!result.text.contains(rightPassword))
    }

    @Test(
        "finds a server degraded that refuses before the greeting",
        arguments: [(1_040, "too_many_connections"), (1_129, "host_blocked"), (1_130, "host_not_allowed")])
    func earlyRefusal(_ number: Int, code: String) async throws {
        let result = try await result { peer in
            try await peer.send(MySQLWire.error(0, number, "Host 'x' is blocked", state: nil))
        }
        #expect(result.outcome == .degraded)
        #expect(result.codes == [code])
    }

    @Test("says which way of logging in it does not know")
    func unknownPlugin() async throws {
        let result = try await result { peer in
            try await peer.send(MySQLWire.greeting())
            _ = try await peer.readPacket()
            let salt = [UInt8](repeating: 1, count: 20)
            try await peer.send(MySQLWire.packet(2, [0xFE] + Array("client_ed25519".utf8) + [0] + salt + [0]))
        }
        #expect(result.codes == ["auth_unsupported"])
        #expect(result.text.contains("client_ed25519"))
    }

    @Test("never sends the password in the clear because a server asks for it")
    func clearPassword() async throws {
        let result = try await result { peer in
            try await peer.send(MySQLWire.greeting())
            _ = try await peer.readPacket()
            let salt = [UInt8](repeating: 1, count: 20)
            try await peer.send(MySQLWire.packet(2, [0xFE] + Array("mysql_clear_password".utf8) + [0] + salt + [0]))
        }
        #expect(result.codes == ["auth_unsupported"])
    }

    @Test(
        "finds it down that is no MySQL server",
        arguments: [
            Array("SSH-2.0-OpenSSH_9.2\r\n".utf8), [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0, 1],
            MySQLWire.packet(0, [9, 1, 2]),
            MySQLWire.packet(0, [10]), MySQLWire.packet(0, [10, 0x38, 0, 1, 2]),
            Array(MySQLWire.greeting().prefix(30)) + [UInt8](repeating: 0xFF, count: 80),
        ])
    func garbage(_ bytes: [UInt8]) async throws {
        let result = try await result { peer in try await peer.send(bytes) }
        #expect(result.outcome == .down)
        #expect(["unreadable_answer", "connection_closed"].contains(result.codes[0]))
    }

    @Test("finds it down when it stops in the middle", arguments: [0, 3, 20, 60])
    func stopsInTheMiddle(_ count: Int) async throws {
        let result = try await result { peer in try await peer.send(Array(MySQLWire.greeting().prefix(count))) }
        #expect(result.outcome == .down)
        #expect(result.codes == ["connection_closed"])
    }

    @Test("gives up a server that stalls during the login")
    func stall() async throws {
        let result = try await result(limit: .seconds(3)) { peer in
            try await peer.send(MySQLWire.greeting())
            _ = try await peer.readPacket()
            try await peer.stall()
        }
        #expect(result.codes == ["timed_out"])
    }

    @Test("ends a login that a server never ends")
    func endlessLogin() async throws {
        let result = try await result { peer in
            try await peer.send(MySQLWire.greeting())
            _ = try await peer.readPacket()
            for number in 0..<100 { try await peer.send(MySQLWire.packet(UInt8(2 + number), [1, 3])) }
            try await peer.stall()
        }
        #expect(result.codes == ["unreadable_answer"])
    }
}
