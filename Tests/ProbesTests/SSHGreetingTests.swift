import PanelFixtures
import PhoenixTestSupport
import Probes
import SocketFixtures
import Testing

@Suite("A probe of an SFTP server", .mustEnd)
struct SSHGreetingTests {
    private func result(
        limit: Duration = .seconds(600), _ script: @escaping @Sendable (ScriptedPeer) async throws -> Void
    ) async throws -> ProbeResult {
        try await ScriptedPeer.withServer(script) { port in await check(.sftp(.local(port)), limit: limit) }
    }

    @Test(
        "takes the greeting that Wings sends", arguments: ["SSH-2.0-Go\r\n", "SSH-2.0-OpenSSH_9.2\n", "SSH-1.99-x\r\n"])
    func greeting(_ line: String) async throws {
        let result = try await result { peer in
            try await peer.send(line)
            try await peer.stall()
        }
        #expect(result.outcome == .healthy)
        #expect(result.issues.isEmpty)
        #expect(result.latency != nil)
    }

    @Test("passes over the lines before the greeting")
    func linesBefore() async throws {
        let result = try await result { peer in
            try await peer.send("Welcome\r\nto this host\r\nSSH-2.0-Go\r\n")
            try await peer.stall()
        }
        #expect(result.outcome == .healthy)
    }

    @Test("passes over fifty lines before the greeting, and no more", arguments: [50, 51])
    func manyLinesBefore(count: Int) async throws {
        let result = try await result { peer in
            try await peer.send(String(repeating: "hello\r\n", count: count) + "SSH-2.0-Go\r\n")
            try await peer.stall()
        }
        #expect(result.outcome == (count == 50 ? .healthy : .down))
    }

    @Test("takes a greeting that comes byte by byte")
    func drip() async throws {
        let result = try await result { peer in
            for byte in "SSH-2.0-Go\r\n".utf8 { try await peer.send([byte]) }
            try await peer.stall()
        }
        #expect(result.outcome == .healthy)
    }

    @Test(
        "finds the service down",
        arguments: [
            (String(repeating: "x", count: 256), "not_ssh"), (String(repeating: "hello\n", count: 51), "not_ssh"),
            ("SSH-1.5-old\r\n", "ssh_version"), ("HTTP/1.1 400 Bad Request\r\n", "connection_closed"),
            ("", "connection_closed"),
        ])
    func garbage(_ text: String, code: String) async throws {
        let result = try await result { peer in try await peer.send(text) }
        #expect(result.outcome == .down)
        #expect(result.codes == [code])
        #expect(result.latency == nil)
    }

    @Test("gives a server up that accepts the connection and says nothing")
    func silence() async throws {
        let result = try await result(limit: .seconds(3)) { peer in try await peer.stall() }
        #expect(result.outcome == .down)
        #expect(result.codes == ["timed_out"])
        #expect(result.text.hasSuffix("did not answer within 3 s"))
    }

    @Test("says that nothing listens")
    func refused() async throws {
        try await withUnansweredPort { address in
            let result = await check(.sftp(.local(address.port)))
            #expect(result.codes == ["connection_refused"])
            #expect(result.text == "127.0.0.1:\(address.port) refused the connection")
        }
    }

    @Test("says that the host is not known")
    func unknownHost() async throws {
        let result = await check(.sftp(.init(host: "no-such-host.invalid", port: 2_022)))
        #expect(result.codes == ["host_not_found"])
    }

    @Test("does not let the server's text control a terminal")
    func escapes() async throws {
        let result = try await result { peer in try await peer.send("SSH-1.0-\u{1B}[31mred\r\n") }
        #expect(!result.text.contains("\u{1B}"))
    }
}
