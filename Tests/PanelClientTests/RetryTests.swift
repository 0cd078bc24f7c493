import ClockFixtures
import HTTPTransport
import PhoenixModel
import Testing
import TransportFixtures

@testable import PanelClient

@Suite("A request that fails")
struct RetryTests {
    private let time = ManualTime()
    private static let ok = HTTPResponse.json(200, ["data": []])
    private static let unavailable = HTTPResponse.error(503, "service_unavailable", "later")

    @Test("is tried again, five times at most", arguments: [429, 502, 503, 504])
    func isTriedAgain(status: Int) async throws {
        let transport = ScriptedTransport { _, _ in .text(status, "no") }
        let panel = try HTTPPanel(transport, clock: time.clock())
        let error = await panelError { try await panel.readAll() }
        #expect(error?.code == (status == 429 ? .rateLimited : .unreachable))
        #expect(transport.requests.count == 5)
    }

    @Test(
        "is not tried again where that would not help",
        arguments: [400, 401, 403, 404, 409, 412, 413, 415, 422, 500, 301])
    func isNotTriedAgainWhereThatWouldNotHelp(status: Int) async throws {
        let transport = ScriptedTransport { _, _ in .error(status, "x", "no") }
        let panel = try HTTPPanel(transport, clock: time.clock())
        #expect(await panelError { try await panel.update(id: "1", .task(), ifMatch: nil) } != nil)
        #expect(transport.requests.count == 1)
    }

    @Test("names the panel, and what is to be done")
    func namesThePanel() async throws {
        let transport = ScriptedTransport { _, _ throws(TransportError) in throw .refused }
        let panel = try HTTPPanel(transport, clock: time.clock())
        #expect(
            await panelError { try await panel.readAll() }
                == PanelError(
                    .unreachable, "https://panel.example.com refused the connection",
                    help: "check that it is running, and check the port"))
    }

    @Test("fails where the panel asks for more than half a minute, and says until when")
    func failsWhereThePanelAsksForMoreThanHalfAMinute() async throws {
        let transport = ScriptedTransport { _, _ in .error(429, "rate_limited", "slow down", [("Retry-After", "45")]) }
        let panel = try HTTPPanel(transport, clock: time.clock())
        let error = await panelError { try await panel.readAll() }
        #expect(error?.code == .rateLimited)
        #expect(error?.message == "the panel allows no more requests before 2027-01-15T08:00:45Z")
    }

    @Test("is the panel's fault where what came back cannot be read")
    func isThePanelFaultWhereWhatCameBackCannotBeRead() async throws {
        let unreadable = TransportError(kind: .unreadable, message: "answered too much")
        let transport = ScriptedTransport { _, _ throws(TransportError) in throw unreadable }
        let panel = try HTTPPanel(transport, clock: time.clock())
        #expect(await panelError { try await panel.readAll() }?.code == .unexpectedAnswer)
        // It may be the response to a create that was carried out.
        #expect(await panelError { try await panel.create(.task(), idempotencyKey: "k") }?.code == .unreachable)
    }

    // MARK: Creates

    @Test("is not created twice: a lost answer is left to be looked up", arguments: [TransportError.reset, .late])
    func isNotCreatedTwiceALostAnswerIsLeftToBeLookedUp(error: TransportError) async throws {
        let transport = ScriptedTransport { _, _ throws(TransportError) in throw error }
        let panel = try HTTPPanel(transport, clock: time.clock())
        #expect(await panelError { try await panel.create(.task(), idempotencyKey: "k") }?.code == .unreachable)
        #expect(transport.requests.count == 1)
    }

    @Test("is not created twice: a proxy's answer tells nothing", arguments: [500, 502, 503, 504])
    func isNotCreatedTwiceAProxyAnswerTellsNothing(status: Int) async throws {
        let transport = ScriptedTransport { _, _ in .text(status, "<html><title>Bad Gateway</title>") }
        let panel = try HTTPPanel(transport, clock: time.clock())
        #expect(await panelError { try await panel.create(.task(), idempotencyKey: "k") }?.code == .unreachable)
        #expect(transport.requests.count == 1)
    }

    @Test("is created at last where nothing was done before")
    func isCreatedAtLastWhereNothingWasDoneBefore() async throws {
        let api = FakeAPI(.tasks(1))
        let transport = ScriptedTransport { request, number throws(TransportError) in
            switch number {
            case 1: throw .refused
            case 2: .error(429, "rate_limited", "slow down")
            case 3: Self.unavailable
            default: api.answer(request)
            }
        }
        let panel = try HTTPPanel(transport, clock: time.clock())
        #expect(try await panel.create(.task(), idempotencyKey: "k").id == "2")
        #expect(transport.requests.count == 4)
        #expect(Set(transport.requests.map { $0.header("Idempotency-Key") }) == ["k"])
    }

    @Test("is created again by its key where the panel knows such keys")
    func isCreatedAgainByItsKeyWhereThePanelKnowsSuchKeys() async throws {
        let api = FakeAPI(.tasks(1))
        let transport = ScriptedTransport { request, number throws(TransportError) in
            if number == 2 { throw .reset }
            return api.answer(request)
        }
        let panel = try HTTPPanel(transport, clock: time.clock())
        _ = try await panel.readAll()
        _ = try await panel.create(.task(), idempotencyKey: "k")
        #expect(transport.requests.dropFirst().map { $0.header("Idempotency-Key") } == ["k", "k"])
    }

    @Test("stays to be looked up, whatever the second try is answered")
    func staysToBeLookedUp() async throws {
        let answers = [
            HTTPResponse.error(429, "rate_limited", "slow down", [("Retry-After", "60")]),
            .error(422, "validation_failed", "no"), .error(401, "unauthenticated", "no"), .text(404, "no"),
        ]
        for answer in answers {
            let api = FakeAPI(.tasks(1))
            let transport = ScriptedTransport { request, number throws(TransportError) in
                if number == 2 { throw .reset }
                return number == 3 ? answer : api.answer(request)
            }
            let panel = try HTTPPanel(transport, clock: time.clock())
            _ = try await panel.readAll()
            #expect(await panelError { try await panel.create(.task(), idempotencyKey: "k") }?.code == .unreachable)
            #expect(transport.requests.count == 3)
        }
    }

    // MARK: Updates and deletes

    @Test("is deleted, although the second try finds nothing")
    func isDeleted() async throws {
        let api = FakeAPI(.tasks(1))
        let transport = ScriptedTransport { request, number throws(TransportError) in
            let answer = api.answer(request)
            if number == 1 { throw .reset }
            return answer
        }
        try await HTTPPanel(transport, clock: time.clock()).delete(id: "1", ifMatch: nil)
        #expect(transport.requests.count == 2)
    }

    @Test("is no delete where the first try was refused")
    func isNoDeleteWhereTheFirstTryWasRefused() async throws {
        let transport = ScriptedTransport { _, number in number == 1 ? Self.unavailable : .missing }
        let panel = try HTTPPanel(transport, clock: time.clock())
        #expect(await panelError { try await panel.delete(id: "1", ifMatch: nil) }?.code == .notFound)
    }

    @Test("is updated, although the tag has moved by the first try")
    func isUpdated() async throws {
        let api = FakeAPI(.tasks(1))
        let transport = ScriptedTransport { request, number throws(TransportError) in
            let answer = api.answer(request)
            if number == 1 { throw .reset }
            return answer
        }
        let panel = try HTTPPanel(transport, clock: time.clock())
        let object = try await panel.update(id: "1", .task("new"), ifMatch: "\"1\"")
        #expect(object.fields.name == "new" && object.etag == "\"2\"")
        #expect(transport.lines.map { $0.prefix(3) } == ["PUT", "PUT", "GET"])
    }

    @Test("is no update where somebody else has moved the tag")
    func isNoUpdateWhereSomebodyElseHasMovedTheTag() async throws {
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
        let panel = try HTTPPanel(transport, clock: time.clock())
        let error = await panelError { try await panel.update(id: "1", .task("new"), ifMatch: "\"1\"") }
        #expect(error?.code == .preconditionFailed)
        #expect(api.objects.first?.fields.name == "other")
    }
}
