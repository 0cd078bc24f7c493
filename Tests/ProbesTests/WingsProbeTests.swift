import PhoenixModel
import PhoenixTestSupport
import Probes
import SocketFixtures
import Testing
import WebAddresses

@Suite("A probe of a Wings daemon", .mustEnd)
struct WingsProbeTests {
    private static let token = "node-token-0123456789"

    private func result(
        token: String? = Self.token, path: String = "", limit: Duration = .seconds(600),
        _ answer: @escaping @Sendable (_ head: String) -> String?
    ) async throws -> ProbeResult {
        try await ScriptedPeer.withServer { peer in
            if let answer = answer(try await peer.readHead()) { try await peer.send(answer) }
            try await peer.stall()
        } _: { port in
            let address = try WebAddress("http://127.0.0.1:\(port)\(path)")
            return await check(
                .wings(address, token: token.map { Secret(reference: "token", value: $0) }), limit: limit)
        }
    }

    private static func answer(_ status: String, _ body: String, headers: String = "") -> String {
        "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
    }

    private static let system = """
        {"version":"1.11.13","docker":{"version":"27","containers":{"total":9,"running":7,"paused":0,"stopped":2}},\
        "system":{"architecture":"amd64","cpu_threads":8,"memory_bytes":33000000000,"os":"Debian"}}
        """

    @Test("asks with the token, and reports the containers")
    func healthy() async throws {
        let result = try await result(path: "/daemon/") { head in
            guard head.hasPrefix("GET /daemon/api/system?v=2 HTTP/1.1\r\n"),
                head.lowercased().contains("authorization: bearer \(Self.token)")
            else { return nil }
            return Self.answer("200 OK", Self.system)
        }
        #expect(result.outcome == .healthy)
        #expect(result.resources["containers_running"] == 7)
        #expect(result.resources["memory_bytes"] == 33_000_000_000)
    }

    @Test("knows without a token only that it lives")
    func liveness() async throws {
        let alive = try await result(token: nil) { _ in
            Self.answer("401 Unauthorized", #"{"error":"no"}"#, headers: "X-Request-Id: 1\r\n")
        }
        #expect(alive.outcome == .healthy)
        #expect(alive.resources.isEmpty)
        let other = try await result(token: nil) { _ in Self.answer("401 Unauthorized", "no") }
        #expect(other.codes == ["not_wings"])
        #expect(other.outcome == .down)
    }

    @Test(
        "finds it degraded",
        arguments: [
            ("401 Unauthorized", "auth_rejected"), ("403 Forbidden", "auth_rejected"),
            ("500 Internal Server Error", "docker_unreachable"), ("301 Moved Permanently", "unexpected_answer"),
            ("429 Too Many Requests", "unexpected_answer"),
        ])
    func degraded(_ status: String, code: String) async throws {
        let result = try await result { _ in Self.answer(status, "token \(Self.token)") }
        #expect(result.outcome == .degraded)
        #expect(result.codes == [code])
        #expect(!result.text.contains(Self.token))
    }

    @Test(
        "finds it down",
        arguments: [
            ("200 OK", "<html>hello</html>", "not_wings"), ("200 OK", "{}", "not_wings"),
            ("404 Not Found", "", "not_wings"),
            ("502 Bad Gateway", "", "gateway"),
            ("200 OK", "[" + String(repeating: "1,", count: 200_000) + "1]", "unreadable_answer"),
        ])
    func down(_ status: String, body: String, code: String) async throws {
        let result = try await result { _ in Self.answer(status, body) }
        #expect(result.outcome == .down)
        #expect(result.codes == [code])
    }

    @Test("gives up a daemon that does not answer")
    func stall() async throws {
        let result = try await result(limit: .seconds(3)) { _ in nil }
        #expect(result.codes == ["timed_out"])
    }

    @Test("says nothing of the token where it cannot be sent")
    func unusableToken() async throws {
        let result = try await result(token: "line\nbreak-token") { _ in nil }
        #expect(result.outcome == .down)
        #expect(result.codes == ["auth_rejected"])
        #expect(!result.text.contains("break-token"))
    }
}
