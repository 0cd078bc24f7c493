import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Scheduling
import Testing

@Suite(.mustEnd)
struct MessageTests {
    private static func notify(_ on: Value? = nil) -> Value {
        var entry: ValueMap = [
            "type": "webhook", "url": "https://example.com/hook", "secret": "0123456789abcdef",
        ]
        entry["on"] = on
        return [.map(entry)]
    }

    private func events(_ results: [StepResult], on: Value? = nil) async throws -> [OutboxMessage] {
        let shop = Workshop()
        try await shop.addTask { $0.notify = Self.notify(on) }
        let outcomes = Outcomes(results)
        let scheduler = shop.scheduler(runner: FakeRunner(perform: { _, _ in outcomes.next() }))
        for _ in results {
            shop.pass(60)
            await scheduler.settle()
        }
        return try await shop.messages()
    }

    @Test("a failure is told, and the first success after it")
    func failureAndRecovery() async throws {
        let messages = try await events([.succeeded, .failed, .failed, .succeeded, .succeeded])
        #expect(messages.map(\.event) == ["run.failed", "run.failed", "run.recovered"])
        #expect(messages[0].text == "'nightly' has failed: 1 of 1 server failed; alpha: the server is offline")
        #expect(messages[2].text == "'nightly' has succeeded again")
        #expect(Set(messages.map(\.id)).count == 3)
    }

    @Test("only what an entry asks for is told")
    func chosenEvents() async throws {
        #expect(try await events([.failed, .succeeded], on: ["succeeded"]).map(\.event) == ["run.succeeded"])
        #expect(try await events([.succeeded]).isEmpty)
    }

    @Test("a message carries the run as the API answers it")
    func payload() async throws {
        let message = try #require(try await events([.failed]).first)
        #expect(message.kind == "webhook")
        #expect(message.address == "https://example.com/hook")
        #expect(message.secret == "0123456789abcdef")
        #expect(
            message.payload == [
                "event": "run.failed", "occurred_at": "2027-01-15T08:01:00Z",
                "service": ["id": "5", "name": "nightly", "type": "scheduled"],
                "run": [
                    "id": "1", "service_id": "5", "service_name": "nightly", "trigger": "schedule",
                    "scheduled_for": "2027-01-15T08:01:00Z", "state": "finished", "result": "failed",
                    "reason": "1 of 1 server failed; alpha: the server is offline",
                    "queued_at": "2027-01-15T08:01:00Z", "started_at": "2027-01-15T08:01:00Z",
                    "finished_at": "2027-01-15T08:01:00Z", "worker": "w1",
                    "targets": ["total": 1, "succeeded": 0, "failed": 1, "skipped": 0, "unknown": 0],
                ],
            ])
    }

    @Test("missed times are told once for the whole gap")
    func missed() async throws {
        let shop = Workshop()
        try await shop.addTask { $0.notify = Self.notify() }
        shop.pass(3_600)
        await shop.scheduler().settle()
        let messages = try await shop.messages()
        #expect(messages.map(\.event) == ["run.missed"])
        #expect(
            messages[0].text.hasPrefix(
                "'nightly' was not run 58 times, from 2027-01-15T08:01:00Z to 2027-01-15T08:58:00Z: "))
    }
}
