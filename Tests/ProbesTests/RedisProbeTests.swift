import PhoenixModel
import PhoenixTestSupport
import Probes
import SocketFixtures
import Testing

@Suite("A probe of a Redis server", .mustEnd)
struct RedisProbeTests {
    /// Plays a server that gives these answers, one for each command.
    private func result(
        password: String? = nil, queues: [String] = [], _ answers: [String]
    ) async throws -> ProbeResult {
        try await ScriptedPeer.withServer { peer in
            for answer in answers {
                _ = try await peer.readCommand()
                try await peer.send(answer)
            }
            try await peer.stall()
        } _: { port in
            await check(
                .redis(
                    .local(port), password: password.map { Secret(reference: "password", value: $0) }, queues: queues))
        }
    }

    @Test("finds it well when it answers PONG")
    func pong() async throws {
        let result = try await result(["+PONG\r\n", "*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n"])
        #expect(result.outcome == .healthy)
    }

    @Test(
        "finds it degraded",
        arguments: [
            ("-LOADING Redis is loading the dataset in memory\r\n", "loading"),
            ("-NOAUTH Authentication required.\r\n", "auth_rejected"),
            ("-DENIED Redis is running in protected mode\r\n", "access_denied"),
            ("-ERR max number of clients reached\r\n", "too_many_connections"), ("-OOPS\r\n", "refused"),
        ])
    func refusals(_ answer: String, code: String) async throws {
        let result = try await result([answer])
        #expect(result.outcome == .degraded)
        #expect(result.codes == [code])
    }

    @Test("never shows the password, even when the server repeats it")
    func password() async throws {
        let result = try await result(password: rightPassword, ["-ERR unknown command AUTH \(rightPassword)\r\n"])
        #expect(result.codes == ["refused"])
        #expect(result.text.contains("(secret)"))
        #expect(!result.text.contains(rightPassword))
    }

    @Test("says that a replica takes no jobs")
    func replica() async throws {
        let result = try await result(["+PONG\r\n", "*2\r\n$5\r\nslave\r\n$4\r\nhost\r\n"])
        #expect(result.codes == ["read_only"])
        #expect(result.outcome == .degraded)
    }

    @Test(
        "finds it down that is no Redis server",
        arguments: [
            "HTTP/1.1 400 Bad Request\r\n", "+PANG\r\n", "$99999999\r\n", "*99999\r\n", ":12\r\n", "$3\r\nabcde",
            String(repeating: "x", count: 2_000), String(repeating: "*1\r\n", count: 50), "$-9\r\n",
        ])
    func garbage(_ answer: String) async throws {
        let result = try await result([answer])
        #expect(result.outcome == .down)
        #expect(result.codes == ["unreadable_answer"])
    }

    @Test("reports how many jobs wait")
    func counts() async throws {
        let result = try await result(
            queues: ["standard"],
            ["+PONG\r\n", "-NOPERM\r\n", ":3\r\n", ":2\r\n", ":1\r\n", ":0\r\n", ":0\r\n", ":0\r\n", ":0\r\n"])
        #expect(result.outcome == .healthy)
        #expect(result.resources["queues.standard.pending"] == 3)
        #expect(result.resources["queues.standard.delayed"] == 2)
        #expect(result.resources["queues.standard.reserved"] == 1)
    }

    @Test("says that a queue grows")
    func backlog() async throws {
        let result = try await result(
            queues: ["high"], ["+PONG\r\n", "-NOPERM\r\n", ":100\r\n"] + Array(repeating: ":0\r\n", count: 6))
        #expect(result.codes == ["backlog"])
        #expect(result.outcome == .degraded)
    }

    @Test("says that no worker takes jobs, and finds the service down after five minutes")
    func overdue() async throws {
        let ready = ["+PONG\r\n", "-NOPERM\r\n", ":0\r\n", ":4\r\n", ":0\r\n"]
        let late = try await result(queues: ["low"], ready + [":0\r\n", ":0\r\n", ":4\r\n", ":0\r\n"])
        #expect(late.codes == ["queue_overdue"])
        #expect(late.outcome == .degraded)
        let dead = try await result(queues: ["low"], ready + [":1\r\n", ":0\r\n"])
        #expect(dead.codes == ["queue_overdue"])
        #expect(dead.outcome == .down)
    }

    @Test("goes on when one queue may not be looked at")
    func permission() async throws {
        let result = try await result(
            queues: ["a", "b"], ["+PONG\r\n", "-NOPERM\r\n", "-NOPERM no\r\n"] + Array(repeating: ":0\r\n", count: 7))
        #expect(result.codes == ["permission_denied"])
        #expect(result.resources["queues.a.pending"] == nil)
        #expect(result.resources["queues.b.pending"] == 0)
    }
}

extension ScriptedPeer {
    /// The words of a command.
    func readCommand() async throws -> [String] {
        var words: [String] = []
        for _ in 0..<(try await readCount()) {
            let count = try await readCount()
            words.append(String(decoding: try await read(count + 2).dropLast(2), as: UTF8.self))
        }
        return words
    }

    private func readCount() async throws -> Int {
        var text = ""
        while true {
            let byte = try await read(1)[0]
            if byte == UInt8(ascii: "\n") { return Int(text.dropFirst()) ?? 0 }
            if byte != UInt8(ascii: "\r") { text.unicodeScalars.append(Unicode.Scalar(byte)) }
        }
    }
}
