import PanelFixtures
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("A fault proxy", .mustEnd)
struct FaultProxyTests {
    /// Says what it was asked, in JSON.
    private static func echo(_ request: ProxiedRequest) -> ProxiedAnswer {
        ProxiedAnswer(
            200, headers: ["X-Echo": "yes"],
            json: ["method": .string(request.method), "target": .string(request.target)])
    }

    private static let echoed = #"{"method":"GET","target":"/a?b=c"}"#

    private func withProxy<Result>(
        _ plan: FaultPlan = .none, clock: any Clock<Duration> = ContinuousClock(),
        answering answer: @escaping @Sendable (ProxiedRequest) -> ProxiedAnswer = echo,
        _ body: (FaultProxy, ScriptedServer) async throws -> Result
    ) async throws -> Result {
        try await withScriptedServer(answering: answer) { server in
            try await withFaultProxy(upstream: server.address, plan: plan, clock: clock) { proxy in
                try await body(proxy, server)
            }
        }
    }

    // MARK: Without a fault

    @Test("forwards a request as it is, and brings the answer back")
    func pass() async throws {
        try await withProxy { proxy, server in
            let answer = try await exchange(
                "PUT", "/api/v1/services/5?x=%20y", headers: ["Authorization: Bearer k", "If-Match: \"3\""],
                body: #"{"name":"n"}"#, with: proxy.address)
            #expect(answer.statusLine == "HTTP/1.1 200 OK")
            #expect(answer.headers["x-echo"] == "yes")
            #expect(answer.json == ["method": "PUT", "target": "/api/v1/services/5?x=%20y"])
            let received = try #require(server.requests.first)
            #expect(received.json == ["name": "n"])
            #expect(received.headers["Authorization"] == "Bearer k")
            #expect(received.headers["If-Match"] == "\"3\"")
            #expect(received.headers["Host"] == server.address.authority)
        }
    }

    @Test("keeps a connection for the requests that follow")
    func keptConnection() async throws {
        try await withProxy { proxy, server in
            try await withRawConnection(to: proxy.address) { connection in
                for target in ["/a?b=c", "/a?b=c"] {
                    try await connection.send(request("GET", target))
                    let text = try await connection.receive(through: Self.echoed)
                    #expect(RawAnswer(text).body == Self.echoed)
                }
            }
            #expect(server.requests.count == 2)
        }
    }

    @Test("answers requests that were sent at once in their order")
    func pipelining() async throws {
        try await withProxy { proxy, _ in
            let text = try await withRawConnection(to: proxy.address) { connection in
                try await connection.send(
                    request("GET", "/1") + request("GET", "/2", headers: ["Connection: close"]))
                return try await connection.receiveAll().text
            }
            let first = try #require(text.firstRange(of: #""target":"/1""#))
            let second = try #require(text.firstRange(of: #""target":"/2""#))
            #expect(first.upperBound < second.lowerBound)
        }
    }

    @Test("brings large bodies through both ways")
    func largeBodies() async throws {
        let text = String(repeating: "x", count: 3 << 20)
        try await withProxy(answering: { ProxiedAnswer(200, body: $0.body) }) { proxy, _ in
            let answer = try await exchange("POST", "/", body: text, with: proxy.address)
            #expect(answer.body == text)
        }
    }

    @Test("gives answers that have no body none", arguments: ["GET", "HEAD"])
    func noBody(method: String) async throws {
        let status = method == "HEAD" ? 200 : 204
        let server: @Sendable (ProxiedRequest) -> ProxiedAnswer = { _ in
            ProxiedAnswer(status, headers: status == 200 ? ["Content-Length": "17"] : [:])
        }
        try await withProxy(answering: server) { proxy, _ in
            let answer = try await exchange(method, "/", with: proxy.address)
            #expect(answer.statusLine.hasPrefix("HTTP/1.1 \(status)"))
            #expect(answer.body.isEmpty)
            #expect(answer.headers["content-length"] == (method == "HEAD" ? "17" : nil))
        }
    }

    @Test("answers with a page when there is no server")
    func noServer() async throws {
        try await withUnansweredPort { unanswered in
            try await withFaultProxy(upstream: unanswered) { proxy in
                let answer = try await exchange("GET", "/", with: proxy.address)
                #expect(answer.statusLine == "HTTP/1.1 502 Bad Gateway")
                #expect(answer.headers["content-type"] == "text/html")
                #expect(proxy.requests.map(\.upstreamStatus) == [nil])
            }
        }
    }

    // MARK: Answers instead of the server's

    @Test(
        "says 429 with and without a time to wait",
        arguments: [
            (RetryAfter.seconds(7), "7"), (.absent, nil),
            (.date(Timestamp(seconds: 1_795_485_600)), "Tue, 24 Nov 2026 02:00:00 GMT"),
            (.date(Timestamp(seconds: 951_782_399)), "Mon, 28 Feb 2000 23:59:59 GMT"),
        ] as [(RetryAfter, String?)])
    func rateLimit(retryAfter: RetryAfter, header: String?) async throws {
        try await withProxy(.first(1, .rateLimited(retryAfter))) { proxy, server in
            let answer = try await exchange("GET", "/", with: proxy.address)
            #expect(answer.statusLine == "HTTP/1.1 429 Too Many Requests")
            #expect(answer.headers["retry-after"] == header)
            #expect(answer.headers["content-type"] == "application/json")
            #expect(
                answer.json
                    == ["errors": [["code": "rate_limited", "detail": "Too many requests", "status": "429"]]])
            #expect(server.requests.isEmpty)
            #expect(proxy.forwarded.isEmpty)
        }
    }

    @Test("says that the panel is away, as the panel and as a reverse proxy", arguments: [502, 503, 504])
    func unavailable(status: Int) async throws {
        try await withProxy(.sequence([.unavailable(status), .gatewayPage(status)])) { proxy, server in
            let documented = try await exchange("GET", "/", with: proxy.address)
            #expect(documented.statusLine.hasPrefix("HTTP/1.1 \(status) "))
            guard case .map(let envelope) = documented.json, case .list(let errors) = envelope["errors"],
                case .map(let error) = errors.first
            else {
                Issue.record("no documented error in \(documented.body)")
                return
            }
            #expect(error["status"] == .string(String(status)))
            let page = try await exchange("GET", "/", with: proxy.address)
            #expect(page.statusLine == documented.statusLine)
            #expect(page.headers["content-type"] == "text/html")
            #expect(page.body.contains("<title>\(status) "))
            #expect(server.requests.isEmpty)
        }
    }

    // MARK: Broken connections

    @Test("resets before it forwards")
    func resetBeforeForwarding() async throws {
        try await withProxy(.first(1, .resetBeforeForwarding)) { proxy, server in
            let (text, ending) = try await send("GET", "/", to: proxy)
            #expect(text.isEmpty)
            #expect(ending == .reset)
            #expect(server.requests.isEmpty)
        }
    }

    @Test("resets in the midst of an answer")
    func resetMidAnswer() async throws {
        try await withProxy(.first(1, .resetMidAnswer)) { proxy, server in
            let (text, ending) = try await send("GET", "/a?b=c", to: proxy)
            let answer = RawAnswer(text)
            #expect(answer.headers["content-length"] == String(Self.echoed.utf8.count))
            #expect(answer.body == String(Self.echoed.prefix(Self.echoed.count / 2)))
            #expect(ending == .reset)
            #expect(server.requests.count == 1)
        }
    }

    @Test("loses an answer after the server has done what was asked")
    func loseAnswer() async throws {
        try await withProxy(.first(1, of: "POST", .loseAnswer)) { proxy, server in
            let (text, ending) = try await send("POST", "/", body: "{}", to: proxy)
            #expect(text.isEmpty)
            #expect(ending == .end)
            #expect(server.requests.map(\.method) == ["POST"])
            #expect(proxy.requests.map(\.upstreamStatus) == [200])
        }
    }

    @Test("stalls in the midst of an answer until the client goes away")
    func stallBody() async throws {
        try await withProxy(.first(1, .stallBody)) { proxy, server in
            try await withRawConnection(to: proxy.address) { connection in
                try await connection.send(request("GET", "/a?b=c"))
                let half = String(Self.echoed.prefix(Self.echoed.count / 2))
                let text = try await connection.receive(through: half)
                #expect(RawAnswer(text).body == half)
                try await #expect(connection.receive(patience: .milliseconds(100)) == .silence)
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test("stalls before an answer until the client goes away")
    func stallHead() async throws {
        try await withProxy(.first(1, .stallHead)) { proxy, server in
            try await withRawConnection(to: proxy.address) { connection in
                try await connection.send(request("GET", "/"))
                _ = try await proxy.requests { $0.count == 1 }
                try await #expect(connection.receive(patience: .milliseconds(100)) == .silence)
            }
            #expect(server.requests.isEmpty)
        }
    }

    @Test("forwards late")
    func delay() async throws {
        let clock = GatedClock()
        try await withProxy(.first(1, .delay(.seconds(3_600))), clock: clock) { proxy, server in
            try await withRawConnection(to: proxy.address) { connection in
                try await connection.send(request("GET", "/a?b=c"))
                #expect(await clock.sleeps.first { _ in true } == .seconds(3_600))
                #expect(server.requests.isEmpty)
                #expect(proxy.requests.map(\.wasForwarded) == [false])
                clock.open()
                try await #expect(RawAnswer(connection.receive(through: Self.echoed)).body == Self.echoed)
            }
        }
    }

    @Test("forwards late even when the client no longer waits")
    func delayWithoutClient() async throws {
        let clock = GatedClock()
        try await withProxy(.first(1, .delay(.seconds(60))), clock: clock) { proxy, _ in
            try await withRawConnection(to: proxy.address) { connection in
                try await connection.send(request("GET", "/"))
                _ = await clock.sleeps.first { _ in true }
            }
            clock.open()
            let requests = try await proxy.requests { $0.first?.upstreamStatus != nil }
            #expect(requests.map(\.upstreamStatus) == [200])
        }
    }

    // MARK: Changed answers

    @Test("makes pages that do not hold still")
    func pages() async throws {
        let page: Value = [
            "data": [["id": "1"], ["id": "2"], ["id": "3"]],
            "meta": ["pagination": ["total": 9, "count": 3]],
        ]
        let plan = FaultPlan.sequence([.repeatedItem, .missingItems(2), .movedTotal(by: -1), .missingItems(9)])
        try await withProxy(plan, answering: { _ in ProxiedAnswer(200, json: page) }) { proxy, _ in
            var bodies: [Value?] = []
            for _ in 0..<5 { bodies.append(try await exchange("GET", "/", with: proxy.address).json) }
            func expected(_ ids: [Value], total: Int64 = 9) -> Value {
                [
                    "data": .list(ids.map { ["id": $0] }),
                    "meta": ["pagination": ["total": .integer(total), "count": 3]],
                ]
            }
            #expect(
                bodies == [
                    expected(["1", "2", "3", "3"]), expected(["1"]), expected(["1", "2", "3"], total: 8), expected([]),
                    page,
                ])
        }
    }

    @Test("leaves answers that are no page as they are")
    func noPage() async throws {
        try await withProxy(.every(1, .repeatedItem)) { proxy, _ in
            try await #expect(exchange("GET", "/a?b=c", with: proxy.address).body == Self.echoed)
        }
    }

    @Test("changes an answer in any way a test wants")
    func rewrite() async throws {
        let plan = FaultPlan.every(
            1,
            .rewriteAnswer { answer in
                answer.status = 201
                answer.headers["X-Echo"] = nil
                answer.json = "new"
            })
        try await withProxy(plan) { proxy, _ in
            let answer = try await exchange("GET", "/", with: proxy.address)
            #expect(answer.statusLine == "HTTP/1.1 201 Created")
            #expect(answer.headers["x-echo"] == nil)
            #expect(answer.body == "\"new\"")
        }
    }

    // MARK: The record

    @Test("records what came and what was forwarded, without the key")
    func record() async throws {
        try await withProxy(.sequence([.rateLimited(.absent), .loseAnswer])) { proxy, _ in
            for target in ["/a?page=1", "/b", "/c"] {
                _ = try await exchange(
                    "POST", target, headers: ["Authorization: Bearer phx_hidden"], body: #"{"name":"n"}"#,
                    with: proxy.address)
            }
            #expect(proxy.requests.map(\.target) == ["/a?page=1", "/b", "/c"])
            #expect(proxy.requests.map(\.path) == ["/a", "/b", "/c"])
            #expect(proxy.requests.map(\.fault) == [.respond, .loseAnswer, .pass])
            #expect(proxy.requests.map(\.upstreamStatus) == [nil, 200, 200])
            #expect(proxy.forwarded.map(\.path) == ["/b", "/c"])
            #expect(proxy.requests.allSatisfy { $0.method == "POST" && $0.body == ["name": "n"] })
            #expect(proxy.requests.allSatisfy { $0.headers["Authorization"] == "Bearer (hidden)" })
        }
    }

    @Test("takes another plan while it runs")
    func change() async throws {
        try await withProxy(.every(1, .rateLimited(.absent))) { proxy, _ in
            try await #expect(exchange("GET", "/", with: proxy.address).statusLine.contains("429"))
            proxy.change(to: .first(1, .unavailable()))
            try await #expect(exchange("GET", "/", with: proxy.address).statusLine.contains("503"))
            try await #expect(exchange("GET", "/", with: proxy.address).statusLine.contains("200"))
            #expect(proxy.requests.count == 3)
        }
    }

    // MARK: The end

    private struct Stop: Error {}

    @Test("ends with its body, a stalled client or not")
    func end() async {
        await #expect(throws: Stop.self) {
            try await withProxy(.every(1, .stallHead)) { proxy, _ in
                try await withRawConnection(to: proxy.address) { connection in
                    try await connection.send(request("GET", "/"))
                    _ = try await proxy.requests { $0.count == 1 }
                    throw Stop()
                }
            }
        }
    }

    @Test("closes a stalled connection when it ends")
    func endOfStall() async throws {
        try await withScriptedServer(answering: Self.echo) { server in
            let (addresses, announce) = AsyncStream.makeStream(of: ServerAddress.self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await withFaultProxy(upstream: server.address, plan: .every(1, .stallHead)) { proxy in
                        announce.yield(proxy.address)
                        _ = try await proxy.requests { $0.count == 1 }
                    }
                }
                let address = try #require(await addresses.first { _ in true })
                try await withRawConnection(to: address) { connection in
                    try await connection.send(request("GET", "/"))
                    try await #expect(connection.receive() == .end)
                }
            }
        }
    }

    @Test("ends when it is cancelled")
    func cancel() async throws {
        try await withScriptedServer(answering: Self.echo) { server in
            let (addresses, announce) = AsyncStream.makeStream(of: ServerAddress.self)
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await withFaultProxy(upstream: server.address) { proxy in
                        announce.yield(proxy.address)
                        _ = try await proxy.requests { _ in false }
                    }
                }
                _ = await addresses.first { _ in true }
                group.cancelAll()
                let result = await group.nextResult()
                #expect(throws: CancellationError.self) { try result?.get() }
            }
        }
    }

    private func send(
        _ method: String, _ target: String, body: String = "", to proxy: FaultProxy
    ) async throws -> (text: String, ending: RawConnection.Received) {
        try await withRawConnection(to: proxy.address) { connection in
            try await connection.send(request(method, target, body: body))
            return try await connection.receiveAll()
        }
    }
}
