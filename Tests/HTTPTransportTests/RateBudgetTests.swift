import ClockFixtures
import Testing
import TransportFixtures

@testable import HTTPTransport

@Suite("The rate limit of a server")
struct RateBudgetTests {
    private let time = ManualTime()

    @Test("stops requests until the window ends")
    func stopsRequestsUntilTheWindowEnds() async throws {
        let transport = ScriptedTransport { _, number in
            .text(
                200, "",
                [
                    ("X-RateLimit-Limit", "3"), ("X-RateLimit-Remaining", "\((9 - number) % 3)"),
                    ("X-RateLimit-Reset", "20"),
                ])
        }
        let sender = RequestSender(transport, clock: time.clock())
        for _ in 1...7 { _ = try await sender.send(.sample) }
        #expect(time.waits == [.seconds(20), .seconds(20)])
    }

    @Test("is shared by what is under way")
    func isSharedByWhatIsUnderWay() async throws {
        let budget = RateBudget(clock: time.clock())
        await budget.learn(.remaining(2, reset: 30))
        try await budget.take()
        try await budget.take()
        #expect(time.waits.isEmpty)
        try await budget.take()
        #expect(time.waits == [.seconds(30)])
    }

    @Test("counts with the smallest number of one window, answers overtaking each other")
    func countsWithTheSmallestNumberOfOneWindow() async throws {
        let budget = RateBudget(clock: time.clock())
        await budget.learn(.remaining(1, reset: 30))
        await budget.learn(.remaining(5, reset: 31))
        try await budget.take()
        try await budget.take()
        #expect(time.waits == [.seconds(30)])
    }

    @Test("begins anew with a new window")
    func beginsAnewWithANewWindow() async throws {
        let budget = RateBudget(clock: time.clock())
        await budget.learn(.remaining(0, reset: 1))
        await budget.learn(.remaining(5, reset: 60))
        try await budget.take()
        #expect(time.waits.isEmpty)
    }

    @Test("ends after a minute where nobody says when")
    func endsAfterAMinuteWhereNobodySaysWhen() async throws {
        let budget = RateBudget(clock: time.clock())
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

    @Test("is not waited for when it lasts")
    func isNotWaitedForWhenItLasts() async throws {
        let budget = RateBudget(clock: time.clock())
        await budget.learn(.remaining(0, reset: 3_600))
        await #expect(throws: RequestFailure.Cause.rateLimited(until: .seconds(1_800_003_600))) {
            try await budget.take()
        }
    }

    @Test("holds back the others when one request was refused")
    func holdsBackTheOthersWhenOneRequestWasRefused() async throws {
        let budget = RateBudget(clock: time.clock())
        await budget.pause(for: .seconds(4))
        try await budget.take()
        #expect(time.waits == [.seconds(4)])
    }
}

extension RateHeaders {
    fileprivate static func remaining(_ remaining: Int, reset: Int?) -> RateHeaders {
        let reset = reset.map { [(name: "X-RateLimit-Reset", value: "\($0)")] } ?? []
        return RateHeaders(
            HTTPResponse(status: 200, headers: [("X-RateLimit-Remaining", "\(remaining)")] + reset, body: []),
            now: .seconds(1_800_000_000))
    }
}
