import ClockFixtures
import Logging
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import PrometheusMetrics
import ServiceLifecycle
import Testing

@testable import Scheduling

/// The scheduler as a service, on a time that is moved on by hand.
@Suite(.mustEnd)
struct DrainTests {
    private let time: SteppedTime
    private let shop: Workshop

    init() {
        let time = SteppedTime()
        self.time = time
        let store = InMemoryPanelStore(clock: { Timestamp(seconds: time.now.components.seconds) })
        shop = Workshop(time: ManualTime(), store: store)
    }

    private func scheduler(_ worker: String, _ runner: FakeRunner) -> Scheduler {
        Scheduler(
            store: shop.store, runner: runner, settings: SchedulerSettings(worker: worker), clock: time.clock(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, metrics: PrometheusMetricsFactory(),
            makeID: { "id" })
    }

    /// Lets time pass step by step, so that everything that waits gets its turn, until something holds.
    ///
    /// Who is woken works and waits again: no time passes before that, however busy the machine is, but for those that
    /// have come to their end.
    private func pass(until condition: () async throws -> Bool) async throws {
        while try await !condition() {
            let count = time.sleeperCount
            time.advance(by: .milliseconds(250))
            let patience = ContinuousClock.now + .seconds(3)
            while time.sleeperCount < count, ContinuousClock.now < patience { await Task.yield() }
            for _ in 0..<20 { await Task.yield() }
        }
    }

    /// Runs a scheduler as a service while `body` works, which may shut it down; it is over afterwards.
    private func serving(
        _ scheduler: Scheduler, _ body: (_ shutDown: () async -> Void) async throws -> Void
    ) async throws {
        let group = ServiceGroup(
            services: [scheduler], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            // It waits for the next second, and for the next beat.
            while time.sleeperCount < 2 { await Task.yield() }
            try await body {
                await group.triggerGracefulShutdown()
                // The group tells its services in tasks of its own.
                while !scheduler.held.isDraining { await Task.yield() }
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test("a step that is being done when the process is to end is ended, and another process goes on after it")
    func drain() async throws {
        try await shop.addTask("hourly", "1 * * * *")
        let gate = Gate()
        let first = FakeRunner(
            plan: { _ in [.on("alpha"), .on("beta")] },
            perform: { _, _ in
                await gate.pass()
                return StepOutcome(.succeeded)
            })
        try await serving(scheduler("first", first)) { shutDown in
            try await pass { !first.effects.isEmpty }
            await shutDown()
            gate.open()
        }
        let run = try #require(try await shop.runs().first)
        #expect(run.state == .running)
        #expect(try await shop.steps(ofRun: run.id).map(\.state) == [.finished, .queued])

        let second = FakeRunner()
        try await serving(scheduler("second", second)) { _ in
            try await pass { try await shop.runs().first?.state == .finished }
        }
        #expect(try await shop.runs().map(\.result) == [.succeeded])
        #expect(first.effects.map(\.server) == ["alpha"])
        #expect(second.effects.map(\.server) == ["beta"])
        #expect(second.settled.isEmpty)
    }

    @Test("a step that does not end within the limit is left in doubt, and settled by another process")
    func drainLimit() async throws {
        try await shop.addTask("hourly", "1 * * * *")
        let gate = Gate()
        let first = FakeRunner(perform: { _, _ in
            await gate.pass()
            return StepOutcome(.succeeded)
        })
        try await serving(scheduler("first", first)) { shutDown in
            try await pass { !first.effects.isEmpty }
            await shutDown()
            let end = time.now + .seconds(60)
            try await pass { time.now >= end }
        }
        #expect(try await shop.steps(ofRun: 1).map(\.state) == [.running])
        let second = FakeRunner(settle: { _, _ in StepOutcome(.succeeded, "it was found on the panel") })
        try await serving(scheduler("second", second)) { _ in
            try await pass { try await shop.runs().first?.state == .finished }
        }
        #expect(try await shop.runs().map(\.result) == [.succeeded])
        #expect(second.effects.isEmpty)
        #expect(second.settled.map(\.server) == ["alpha"])
    }

    @Test("the leases of a long step are kept while the process is about to end, and nothing new is claimed")
    func leasesDuringDrain() async throws {
        try await shop.addTask()
        let gate = Gate()
        let first = FakeRunner(perform: { _, _ in
            await gate.pass()
            return StepOutcome(.succeeded)
        })
        try await serving(scheduler("first", first)) { shutDown in
            try await pass { !first.effects.isEmpty }
            let end = time.now + .seconds(50)
            try await pass { time.now >= end }
            let before = try await shop.runs()
            await shutDown()
            let lease = try #require(before.first?.lease)
            #expect(lease.until.seconds > time.now.components.seconds)
            gate.open()
        }
        #expect(try await shop.runs().map(\.result) == [.succeeded])
    }

    @Test("the pause between servers is waited on by the process that goes on")
    func pauseAcrossProcesses() async throws {
        try await shop.addTask("hourly", "1 * * * *")
        let first = FakeRunner(plan: { _ in [.on("alpha"), .on("beta", delay: 120)] })
        try await serving(scheduler("first", first)) { shutDown in
            try await pass { try await shop.steps(ofRun: 1).first?.state == .finished }
            let end = time.now + .seconds(30)
            try await pass { time.now >= end }
            await shutDown()
        }
        let second = FakeRunner()
        try await serving(scheduler("second", second)) { _ in
            try await pass { try await shop.runs().first?.state == .finished }
        }
        let steps = try await shop.steps(ofRun: 1)
        let end = try #require(steps.first?.finishedAt).seconds
        let start = try #require(steps.last?.startedAt).seconds
        #expect((119...125).contains(start - end))
        #expect(second.effects.map(\.server) == ["beta"])
    }
}
