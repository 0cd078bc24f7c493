import PhoenixModel
import Testing

@testable import PanelClient

@Suite("A request that fails")
struct RetryTests {
    private let time = ManualTime()
    private static let ok = HTTPAnswer.json(200, ["data": []])
    private static let unavailable = HTTPAnswer.error(503, "service_unavailable", "later")

    @Test(arguments: [429, 502, 503, 504])
    func `is tried again, five times at most`(status: Int) async throws {
        let transport = ScriptedTransport { _, _ in .text(status, "no") }
        let panel = try HTTPPanel(transport, time: time.client())
        let error = await panelError { try await panel.readAll() }
        #expect(error?.code == (status == 429 ? .rateLimited : .unreachable))
        #expect(transport.requests.count == 5)
        #expect(time.waits.map { $0 / .seconds(1) } == [0.5, 1, 2, 4])
    }

    @Test func `waits longer each time, by chance between half and all of it`() {
        let policy = RetryPolicy()
        #expect((1...4).map { policy.wait(afterAttempt: $0, random: 0) / .seconds(1) } == [0.5, 1, 2, 4])
        #expect((1...4).map { policy.wait(afterAttempt: $0, random: 1) / .seconds(1) } == [1, 2, 4, 8])
    }

    @Test(arguments: [TransportError.reset, .refused])
    func `goes on when the connection comes back`(error: TransportError) async throws {
        let transport = ScriptedTransport { _, number throws(TransportError) in
            if (2...4).contains(number) { throw error }
            return Self.ok
        }
        let panel = try HTTPPanel(transport, time: time.client())
        _ = try await panel.readAll()
        _ = try await panel.readAll()
        #expect(transport.requests.count == 5)
    }

    @Test func `is tried twice where the panel has never been reached`() async throws {
        let transport = ScriptedTransport { _, _ throws(TransportError) in throw .refused }
        let panel = try HTTPPanel(transport, time: time.client())
        let error = await panelError { try await panel.readAll() }
        #expect(
            error
                == PanelError(
                    .unreachable, "https://panel.example.com refused the connection",
                    help: "check that the panel runs, and the port"))
        #expect(transport.requests.count == 2)
    }

    @Test func `is tried twice where the panel lets the time pass`() async throws {
        let transport = ScriptedTransport { _, _ throws(TransportError) in throw .late }
        let panel = try HTTPPanel(transport, time: time.client())
        let error = await panelError { try await panel.readAll() }
        #expect(error?.message == "https://panel.example.com did not answer within 30 s")
        #expect(transport.requests.count == 2)
    }

    @Test func `is not tried again where the certificate is not trusted`() async throws {
        let transport = ScriptedTransport { _, _ throws(TransportError) in
            throw .untrusted(nil, now: Timestamp(seconds: 0))
        }
        let panel = try HTTPPanel(transport, time: time.client())
        #expect(await panelError { try await panel.readAll() }?.help?.contains("--ca-file") == true)
        #expect(transport.requests.count == 1)
    }

    @Test(arguments: [400, 401, 403, 404, 409, 412, 413, 415, 422, 500, 301])
    func `is not tried again where that would not help`(status: Int) async throws {
        let transport = ScriptedTransport { _, _ in .error(status, "x", "no") }
        let panel = try HTTPPanel(transport, time: time.client())
        #expect(await panelError { try await panel.update(id: "1", .task(), ifMatch: nil) } != nil)
        #expect(transport.requests.count == 1)
    }

    @Test(
        arguments: [
            ([("Retry-After", "7")], 7), ([("X-RateLimit-Reset", "9")], 9), ([("X-RateLimit-Reset", "1800000011")], 11),
            ([("Retry-After", "Fri, 15 Jan 2027 08:00:13 GMT")], 13),
            ([("Retry-After", "3"), ("X-RateLimit-Reset", "9")], 3),
            ([("Retry-After", "3"), ("X-RateLimit-Reset", "29"), ("X-RateLimit-Remaining", "0")], 3),
            // By the panel's own clock, where it tells it.
            ([("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Retry-After", "Sun, 06 Nov 1994 08:49:42 GMT")], 5),
        ] as [([(name: String, value: String)], Int)])
    func `waits as long as the panel asks`(headers: [(name: String, value: String)], seconds: Int) async throws {
        let transport = ScriptedTransport { _, number in number == 1 ? .text(429, "", headers) : Self.ok }
        _ = try await HTTPPanel(transport, time: time.client()).readAll()
        #expect(time.waits == [.seconds(seconds)])
    }

    @Test func `fails where the panel asks for more than half a minute, and says until when`() async throws {
        let transport = ScriptedTransport { _, _ in .error(429, "rate_limited", "slow down", [("Retry-After", "45")]) }
        let panel = try HTTPPanel(transport, time: time.client())
        let error = await panelError { try await panel.readAll() }
        #expect(error?.code == .rateLimited)
        #expect(error?.message == "the panel allows no more requests before 2027-01-15T08:00:45Z")
        #expect(transport.requests.count == 1 && time.waits.isEmpty)
    }

    @Test func `ends at once when its task is cancelled`() async throws {
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let transport = ScriptedTransport { _, _ in .text(503, "") }
        let endless = ClientTime(
            now: { .seconds(1_800_000_000) },
            sleep: { _ throws(CancellationError) in
                start.yield()
                do { try await Task.sleep(for: .seconds(3_600)) } catch { throw CancellationError() }
            }, random: { 0 })
        let panel = try HTTPPanel(transport, time: endless)
        let call = Task { await panelError { try await panel.readAll() } }
        for await _ in started { break }
        call.cancel()
        #expect(await call.value == .cancelled)
        #expect(transport.requests.count == 1)
    }

    // MARK: Creates

    @Test(arguments: [TransportError.reset, .late])
    func `is not created twice: a lost answer is left to be looked up`(error: TransportError) async throws {
        let transport = ScriptedTransport { _, _ throws(TransportError) in throw error }
        let panel = try HTTPPanel(transport, time: time.client())
        #expect(await panelError { try await panel.create(.task(), idempotencyKey: "k") }?.code == .unreachable)
        #expect(transport.requests.count == 1)
    }

    @Test(arguments: [500, 502, 503, 504])
    func `is not created twice: a proxy's answer tells nothing`(status: Int) async throws {
        let transport = ScriptedTransport { _, _ in .text(status, "<html><title>Bad Gateway</title>") }
        let panel = try HTTPPanel(transport, time: time.client())
        #expect(await panelError { try await panel.create(.task(), idempotencyKey: "k") }?.code == .unreachable)
        #expect(transport.requests.count == 1)
    }

    @Test func `is created at last where nothing was done before`() async throws {
        let api = FakeAPI(.tasks(1))
        let transport = ScriptedTransport { request, number throws(TransportError) in
            switch number {
            case 1: throw .refused
            case 2: .error(429, "rate_limited", "slow down")
            case 3: Self.unavailable
            default: api.answer(request)
            }
        }
        let panel = try HTTPPanel(transport, time: time.client())
        #expect(try await panel.create(.task(), idempotencyKey: "k").id == "2")
        #expect(transport.requests.count == 4)
        #expect(Set(transport.requests.map { $0.header("Idempotency-Key") }) == ["k"])
    }

    @Test func `is created again by its key where the panel knows such keys`() async throws {
        let api = FakeAPI(.tasks(1))
        let transport = ScriptedTransport { request, number throws(TransportError) in
            if number == 2 { throw .reset }
            return api.answer(request)
        }
        let panel = try HTTPPanel(transport, time: time.client())
        _ = try await panel.readAll()
        _ = try await panel.create(.task(), idempotencyKey: "k")
        #expect(transport.requests.dropFirst().map { $0.header("Idempotency-Key") } == ["k", "k"])
    }

    @Test func `stays to be looked up, whatever the second try is answered`() async throws {
        let answers = [
            HTTPAnswer.error(429, "rate_limited", "slow down", [("Retry-After", "60")]),
            .error(422, "validation_failed", "no"), .error(401, "unauthenticated", "no"), .text(404, "no"),
        ]
        for answer in answers {
            let api = FakeAPI(.tasks(1))
            let transport = ScriptedTransport { request, number throws(TransportError) in
                if number == 2 { throw .reset }
                return number == 3 ? answer : api.answer(request)
            }
            let panel = try HTTPPanel(transport, time: time.client())
            _ = try await panel.readAll()
            #expect(await panelError { try await panel.create(.task(), idempotencyKey: "k") }?.code == .unreachable)
            #expect(transport.requests.count == 3)
        }
    }

    // MARK: Updates and deletes

    @Test func `is deleted, although the second try finds nothing`() async throws {
        let api = FakeAPI(.tasks(1))
        let transport = ScriptedTransport { request, number throws(TransportError) in
            let answer = api.answer(request)
            if number == 1 { throw .reset }
            return answer
        }
        try await HTTPPanel(transport, time: time.client()).delete(id: "1", ifMatch: nil)
        #expect(transport.requests.count == 2)
    }

    @Test func `is no delete where the first try was refused`() async throws {
        let transport = ScriptedTransport { _, number in number == 1 ? Self.unavailable : .missing }
        let panel = try HTTPPanel(transport, time: time.client())
        #expect(await panelError { try await panel.delete(id: "1", ifMatch: nil) }?.code == .notFound)
    }

    @Test func `is updated, although the tag has moved by the first try`() async throws {
        let api = FakeAPI(.tasks(1))
        let transport = ScriptedTransport { request, number throws(TransportError) in
            let answer = api.answer(request)
            if number == 1 { throw .reset }
            return answer
        }
        let panel = try HTTPPanel(transport, time: time.client())
        let object = try await panel.update(id: "1", .task("new"), ifMatch: "\"1\"")
        #expect(object.fields.name == "new" && object.etag == "\"2\"")
        #expect(transport.lines.map { $0.prefix(3) } == ["PUT", "PUT", "GET"])
    }

    @Test func `is no update where somebody else has moved the tag`() async throws {
        let api = FakeAPI(.tasks(1))
        let other = HTTPRequest(
            method: "PUT", url: "https://x/api/v1/services/1", headers: [], body: Array(#"{"name": "other"}"#.utf8))
        let transport = ScriptedTransport { request, number throws(TransportError) in
            if number == 1 {
                _ = api.answer(other)
                throw .reset
            }
            return api.answer(request)
        }
        let panel = try HTTPPanel(transport, time: time.client())
        let error = await panelError { try await panel.update(id: "1", .task("new"), ifMatch: "\"1\"") }
        #expect(error?.code == .preconditionFailed)
        #expect(api.objects.first?.fields.name == "other")
    }
}

@Suite("The rate limit of a panel")
struct RateBudgetTests {
    private let time = ManualTime()

    @Test func `stops requests until the window ends`() async throws {
        let transport = ScriptedTransport { _, number in
            .json(
                200, ["data": []],
                [
                    ("X-RateLimit-Limit", "3"), ("X-RateLimit-Remaining", "\((9 - number) % 3)"),
                    ("X-RateLimit-Reset", "20"),
                ])
        }
        let panel = try HTTPPanel(transport, time: time.client())
        for _ in 1...7 { _ = try await panel.readAll() }
        #expect(time.waits == [.seconds(20), .seconds(20)])
    }

    @Test func `is shared by what is under way`() async throws {
        let budget = RateBudget(time: time.client())
        await budget.learn(.remaining(2, reset: 30))
        try await budget.take()
        try await budget.take()
        #expect(time.waits.isEmpty)
        try await budget.take()
        #expect(time.waits == [.seconds(30)])
    }

    @Test func `counts with the smallest number of one window, answers overtaking each other`() async throws {
        let budget = RateBudget(time: time.client())
        await budget.learn(.remaining(1, reset: 30))
        await budget.learn(.remaining(5, reset: 31))
        try await budget.take()
        try await budget.take()
        #expect(time.waits == [.seconds(30)])
    }

    @Test func `begins anew with a new window`() async throws {
        let budget = RateBudget(time: time.client())
        await budget.learn(.remaining(0, reset: 1))
        await budget.learn(.remaining(5, reset: 60))
        try await budget.take()
        #expect(time.waits.isEmpty)
    }

    @Test func `ends after a minute where nobody says when`() async throws {
        let budget = RateBudget(time: time.client())
        await budget.learn(.remaining(1, reset: nil))
        try await budget.take()
        await budget.learn(.remaining(9, reset: nil))
        try await budget.take()
        #expect(time.waits == [.seconds(60)])
        await budget.learn(.remaining(0, reset: nil))
        await budget.learn(.remaining(719, reset: nil))
        try await budget.take()
        #expect(time.waits.count == 1)
    }

    @Test func `is not waited for when it lasts`() async throws {
        let budget = RateBudget(time: time.client())
        await budget.learn(.remaining(0, reset: 3_600))
        let error = await panelError { try await budget.take() }
        #expect(error?.code == .rateLimited)
        #expect(error?.message == "the panel allows no more requests before 2027-01-15T09:00:00Z")
    }

    @Test func `holds back the others when one request was refused`() async throws {
        let budget = RateBudget(time: time.client())
        await budget.pause(for: .seconds(4))
        try await budget.take()
        #expect(time.waits == [.seconds(4)])
    }
}

extension RateHeaders {
    fileprivate static func remaining(_ remaining: Int, reset: Int?) -> RateHeaders {
        let reset = reset.map { [(name: "X-RateLimit-Reset", value: "\($0)")] } ?? []
        return RateHeaders(
            HTTPAnswer(status: 200, headers: [("X-RateLimit-Remaining", "\(remaining)")] + reset, body: []),
            now: .seconds(1_800_000_000))
    }
}
