import PhoenixTestSupport
import Probes
import SocketFixtures
import Testing

@Suite("A probe of a PostgreSQL server", .mustEnd)
struct PostgresProbeTests {
    private func result(
        limit: Duration = .seconds(600), _ script: @escaping @Sendable (ScriptedPeer) async throws -> Void
    ) async throws -> ProbeResult {
        try await ScriptedPeer.withServer(script) { port in
            await check(.postgres(.local(port), .monitor), limit: limit)
        }
    }

    @Test(
        "finds a server degraded that does not let it in",
        arguments: [
            ("28P01", "auth_rejected"), ("28000", "auth_rejected"), ("3D000", "database_missing"),
            ("53300", "too_many_connections"), ("57P03", "starting"), ("42501", "permission_denied"),
            ("XX000", "refused"),
        ])
    func refusal(_ state: String, code: String) async throws {
        let result = try await result { peer in
            try await peer.startPostgres()
            let text = "SFATAL\0C\(state)\0Mno \(rightPassword)\0\0"
            try await peer.send(PostgresWire.message("E", Array(text.utf8)))
        }
        #expect(result.outcome == .degraded)
        #expect(result.codes == [code])
        #expect(!result.text.contains(rightPassword))
    }

    @Test("does not trust a server that skips the proof of the password")
    func impostor() async throws {
        let result = try await result { peer in
            try await peer.startPostgres()
            try await peer.send(PostgresWire.message("R", [0, 0, 0, 10] + Array("SCRAM-SHA-256\0\0".utf8)))
            _ = try await peer.readPostgres()
            try await peer.send(PostgresWire.message("R", [0, 0, 0, 0]))
            try await peer.stall()
        }
        #expect(result.outcome == .down)
        #expect(result.codes == ["server_not_authentic"])
    }

    @Test("says which way of logging in it does not know", arguments: [7, 9, 2])
    func unsupported(_ method: UInt8) async throws {
        let result = try await result { peer in
            try await peer.startPostgres()
            try await peer.send(PostgresWire.message("R", [0, 0, 0, method]))
        }
        #expect(result.outcome == .degraded)
        #expect(result.codes == ["auth_unsupported"])
    }

    @Test("refuses data that came in the clear before the TLS handshake")
    func injection() async throws {
        let result = try await result { peer in
            _ = try await peer.read(8)
            try await peer.send("S" + "injected")
            try await peer.stall()
        }
        // What comes with the answer, or later in the place of the handshake, is not taken for an answer.
        #expect(result.outcome == .down)
        #expect(["unreadable_answer", "tls_failed"].contains(result.codes[0]))
    }

    @Test(
        "finds it down that is no PostgreSQL server",
        arguments: [
            Array("HTTP/1.1 400 Bad Request\r\n".utf8), Array("N".utf8) + [0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            Array("NR".utf8) + [0, 0, 0, 3], Array("NR".utf8) + [0, 0, 0, 6, 0, 0], Array("NZ".utf8) + [0, 0, 0, 4],
        ])
    func garbage(_ bytes: [UInt8]) async throws {
        let result = try await result { peer in
            _ = try await peer.read(8)
            try await peer.send(bytes)
            try await peer.stall()
        }
        #expect(result.outcome == .down)
        #expect(result.codes == ["unreadable_answer"])
    }

    @Test("finds it down when it stops in the middle of the login")
    func stopsInTheMiddle() async throws {
        let result = try await result { peer in
            try await peer.startPostgres()
            try await peer.send([UInt8(ascii: "R"), 0, 0])
        }
        #expect(result.codes == ["connection_closed"])
    }

    @Test("gives up a server that stalls")
    func stall() async throws {
        let result = try await result(limit: .seconds(3)) { peer in try await peer.stall() }
        #expect(result.codes == ["timed_out"])
    }
}

enum PostgresWire {
    static func message(_ type: Unicode.Scalar, _ body: [UInt8]) -> [UInt8] {
        let length = body.count + 4
        return [UInt8(ascii: type), 0, 0, UInt8(length >> 8), UInt8(length & 0xFF)] + body
    }
}

extension ScriptedPeer {
    /// Refuses TLS and reads the first message.
    func startPostgres() async throws {
        _ = try await read(8)
        try await send("N")
        let length = try await read(4)
        _ = try await read((Int(length[2]) << 8) + Int(length[3]) - 4)
    }

    func readPostgres() async throws -> [UInt8] {
        let header = try await read(5)
        return try await read((Int(header[3]) << 8) + Int(header[4]) - 4)
    }
}
