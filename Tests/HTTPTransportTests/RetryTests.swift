import ClockFixtures
import Clocks
import HTTPTransport
import Testing
import TransportFixtures

@Suite("A call that fails")
struct RetryTests {
    private let time = ManualTime()
    private static let ok = HTTPResponse.text(200, "")

    private func sender(
        _ script: @escaping ScriptedTransport.Script
    ) -> (sender: RequestSender, transport: ScriptedTransport) {
        let transport = ScriptedTransport(script)
        return (RequestSender(transport, clock: time.clock()), transport)
    }

    @Test("is tried again, five times at most", arguments: [429, 502, 503, 504])
    func isTriedAgain(status: Int) async throws {
        let (sender, transport) = sender { _, _ in .text(status, "no") }
        #expect(try await sender.send(.sample).status == status)
        #expect(transport.requests.count == 5)
        #expect(time.waits.map { $0 / .seconds(1) } == [0.5, 1, 2, 4])
    }

    @Test("goes on when the connection comes back", arguments: [TransportError.reset, .refused])
    func goesOnWhenTheConnectionComesBack(error: TransportError) async throws {
        let (sender, transport) = sender { _, number throws(TransportError) in
            if (2...4).contains(number) { throw error }
            return Self.ok
        }
        _ = try await sender.send(.sample)
        _ = try await sender.send(.sample)
        #expect(transport.requests.count == 5)
    }

    @Test("is tried twice where the server has never been reached")
    func isTriedTwiceWhereTheServerHasNeverBeenReached() async {
        let (sender, transport) = sender { _, _ throws(TransportError) in throw .refused }
        let found = await failure { () throws(RequestFailure) in try await sender.send(.sample) }
        #expect(found == RequestFailure(cause: .transport(.refused), mayBeDone: false))
        #expect(transport.requests.count == 2)
    }

    @Test("is tried twice where the server lets the time pass")
    func isTriedTwiceWhereTheServerLetsTheTimePass() async {
        let (sender, transport) = sender { _, _ throws(TransportError) in throw .late }
        let found = await failure { () throws(RequestFailure) in try await sender.send(.sample) }
        #expect(found?.transportError?.message == "did not respond within 30 s")
        #expect(found?.mayBeDone == true)
        #expect(transport.requests.count == 2)
    }

    @Test("is not tried again where the certificate is not trusted")
    func isNotTriedAgainWhereTheCertificateIsNotTrusted() async {
        let (sender, transport) = sender { _, _ throws(TransportError) in throw .untrusted(nil, now: 0) }
        let found = await failure { () throws(RequestFailure) in try await sender.send(.sample) }
        #expect(found?.transportError?.help?.contains("--ca-file") == true)
        #expect(transport.requests.count == 1)
    }

    @Test(
        "is not tried again where that would not help",
        arguments: [400, 401, 403, 404, 409, 412, 413, 415, 422, 500, 301])
    func isNotTriedAgainWhereThatWouldNotHelp(status: Int) async throws {
        let (sender, transport) = sender { _, _ in .text(status, "no") }
        #expect(try await sender.send(.sample).status == status)
        #expect(transport.requests.count == 1)
    }

    @Test(
        "waits as long as the server asks",
        arguments: [
            ([("Retry-After", "7")], 7), ([("X-RateLimit-Reset", "9")], 9), ([("X-RateLimit-Reset", "1800000011")], 11),
            ([("Retry-After", "Fri, 15 Jan 2027 08:00:13 GMT")], 13),
            ([("Retry-After", "3"), ("X-RateLimit-Reset", "9")], 3),
            ([("Retry-After", "3"), ("X-RateLimit-Reset", "29"), ("X-RateLimit-Remaining", "0")], 3),
            // By the server's own clock, where it tells it.
            ([("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Retry-After", "Sun, 06 Nov 1994 08:49:42 GMT")], 5),
        ] as [([(name: String, value: String)], Int)])
    func waitsAsLongAsTheServerAsks(headers: [(name: String, value: String)], seconds: Int) async throws {
        let (sender, _) = sender { _, number in number == 1 ? .text(429, "", headers) : Self.ok }
        #expect(try await sender.send(.sample).isSuccess)
        #expect(time.waits == [.seconds(seconds)])
    }

    @Test("fails where the server asks for more than half a minute, and says until when")
    func failsWhereTheServerAsksForMoreThanHalfAMinute() async {
        let (sender, transport) = sender { _, _ in .text(429, "", [("Retry-After", "45")]) }
        let found = await failure { () throws(RequestFailure) in try await sender.send(.sample) }
        #expect(found?.cause == .rateLimited(until: .seconds(1_800_000_045)))
        #expect(transport.requests.count == 1 && time.waits.isEmpty)
    }

    @Test("ends at once when its task is cancelled")
    func endsAtOnceWhenItsTaskIsCancelled() async {
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let transport = ScriptedTransport { _, _ in .text(503, "") }
        let endless = WallClock(
            now: { .seconds(1_800_000_000) },
            sleep: { _ throws(CancellationError) in
                start.yield()
                do { try await Task.sleep(for: .seconds(3_600)) } catch { throw CancellationError() }
            }, random: { 0 })
        let sender = RequestSender(transport, clock: endless)
        let call = Task { await failure { () throws(RequestFailure) in try await sender.send(.sample) } }
        for await _ in started { break }
        call.cancel()
        #expect(await call.value?.cause == .cancelled)
        #expect(transport.requests.count == 1)
    }

    // MARK: What must not be done twice

    @Test("is not repeated where it may have been done", arguments: [TransportError.reset, .late])
    func isNotRepeatedWhereItMayHaveBeenDone(error: TransportError) async {
        let (sender, transport) = sender { _, _ throws(TransportError) in throw error }
        let found = await failure { () throws(RequestFailure) in try await sender.send(.create) }
        #expect(found == RequestFailure(cause: .transport(error), mayBeDone: true))
        #expect(transport.requests.count == 1)
    }

    @Test("is not repeated after the response of a proxy", arguments: [502, 503, 504])
    func isNotRepeatedAfterTheResponseOfAProxy(status: Int) async throws {
        let (sender, transport) = sender { _, _ in .text(status, "<html>") }
        #expect(try await sender.send(.create).mayBeDone)
        #expect(transport.requests.count == 1)
    }

    @Test("is repeated where nothing was done")
    func isRepeatedWhereNothingWasDone() async throws {
        let (sender, transport) = sender { _, number throws(TransportError) in
            switch number {
            case 1: throw .refused
            case 2: .text(429, "")
            default: Self.ok
            }
        }
        let sent = try await sender.send(.create)
        #expect(sent.isSuccess && !sent.mayBeDone)
        #expect(transport.requests.count == 3)
    }

    @Test("is repeated as its API says, which knows its responses")
    func isRepeatedAsItsAPISays() async throws {
        let transport = ScriptedTransport { _, number in number == 1 ? .text(503, "busy") : Self.ok }
        let sender = RequestSender(transport, clock: time.clock()) { response, headers in
            response.body == Array("busy".utf8)
                ? .temporary(mayBeDone: false, wait: .seconds(2)) : .byStatus(response, headers)
        }
        #expect(try await sender.send(.create).isSuccess)
        #expect(time.waits == [.seconds(2)])
    }

    @Test("sent once is sent once")
    func sentOnceIsSentOnce() async throws {
        let (sender, transport) = sender { _, _ in .text(503, "") }
        #expect(try await sender.sendOnce(.sample).status == 503)
        #expect(transport.requests.count == 1 && time.waits.isEmpty)
    }
}

@Suite("The waits between attempts")
struct RetryPolicyTests {
    @Test("are longer each time, by chance between half and all of it")
    func areLongerEachTime() async throws {
        for (random, seconds) in [(0.0, [0.5, 1, 2, 4]), (1, [1, 2, 4, 8])] {
            let time = ManualTime()
            let transport = ScriptedTransport { _, _ in .text(503, "") }
            _ = try await RequestSender(transport, clock: time.clock(random: random)).send(.sample)
            #expect(time.waits.map { $0 / .seconds(1) } == seconds)
        }
    }
}
