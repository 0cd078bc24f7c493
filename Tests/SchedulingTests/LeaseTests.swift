import LogFixtures
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import PrometheusMetrics
import Scheduling
import Testing

@Suite(.mustEnd)
struct LeaseTests {
    /// A runner that holds up at each step until the gate is opened or the step is cancelled.
    private static func held(_ gate: Gate, servers: [String] = ["alpha", "beta"]) -> FakeRunner {
        FakeRunner(
            plan: { _ in servers.map { PlannedStep.on($0) } },
            perform: { _, _ in
                await gate.pass()
                return StepOutcome(.succeeded)
            })
    }

    /// Looks at the store for as long as it takes to tell a dead worker from a living one.
    private func waitForTakeover(_ scheduler: Scheduler, _ shop: Workshop) async {
        for _ in 0..<8 {
            await scheduler.settle()
            shop.pass(1)
        }
    }

    @Test(
        "a frozen worker writes nothing more and calls nothing more once another one has its run",
        arguments: StoreKind.allCases)
    func frozenWorker(kind: StoreKind) async throws {
        try await Workshop.with(kind) { shop in
            try await shop.addTask("hourly", "1 * * * *")
            let gate = Gate()
            let frozenRunner = Self.held(gate)
            let frozen = shop.scheduler("frozen", runner: frozenRunner)
            let otherRunner = FakeRunner()
            let other = shop.scheduler("other", runner: otherRunner)
            shop.pass(60)
            try await frozen.working {
                await gate.waitForArrivals()
                shop.pass(61)
                await waitForTakeover(other, shop)
                await frozen.beat()
                gate.open()
            }
            let run = try #require(try await shop.runs().first)
            #expect(run.worker == "other")
            #expect(run.result == .partial)
            let steps = try await shop.steps(ofRun: run.id)
            #expect(steps.map(\.result) == [.unknown, .succeeded])
            #expect(frozenRunner.effects.map(\.server) == ["alpha"])
            #expect(otherRunner.settled.map(\.server) == ["alpha"])
            #expect(otherRunner.effects.map(\.server) == ["beta"])
            #expect(shop.metrics.render().contains("phoenix_run_leases_lost_total 1\n"))
        }
    }

    @Test(
        "a worker whose lease was taken over has its writes refused even without a beat", arguments: StoreKind.allCases)
    func fencing(kind: StoreKind) async throws {
        try await Workshop.with(kind) { shop in
            try await shop.addTask("hourly", "1 * * * *")
            let gate = Gate()
            let frozenRunner = Self.held(gate)
            let frozen = shop.scheduler("frozen", runner: frozenRunner)
            let other = shop.scheduler("other")
            shop.pass(60)
            try await frozen.working {
                await gate.waitForArrivals()
                shop.pass(61)
                await waitForTakeover(other, shop)
                gate.open()
            }
            let run = try #require(try await shop.runs().first)
            #expect(run.worker == "other")
            let steps = try await shop.steps(ofRun: run.id)
            #expect(steps.map(\.result) == [.unknown, .succeeded])
            #expect(frozenRunner.effects.map(\.server) == ["alpha"])
        }
    }

    @Test("a worker that hears nothing of the store for a lease ends what it does")
    func unreachableStore() async throws {
        let shop = Workshop()
        try await shop.addTask("hourly", "1 * * * *")
        let gate = Gate()
        let runner = Self.held(gate)
        let store = FaultyStore(shop.store)
        let scheduler = shop.scheduler(runner: runner, store: store)
        shop.pass(60)
        try await scheduler.working {
            await gate.waitForArrivals()
            store.fail(with: PanelStoreError(.unavailable, "no store"))
            shop.pass(29)
            await scheduler.beat()
            #expect(runner.effects.count == 1)
            shop.pass(2)
            await scheduler.beat()
        }
        store.fail(with: nil)
        #expect(runner.effects.map(\.server) == ["alpha"])
        let steps = try await shop.steps(ofRun: 1)
        #expect(steps.map(\.state) == [.running, .queued])
    }

    @Test("beats keep the leases of a full pool, however long it is full")
    func fullPool() async throws {
        let shop = Workshop()
        for number in 0..<20 { try await shop.addTask("task \(number)", "1 * * * *") }
        let gate = Gate()
        let runner = Self.held(gate, servers: ["alpha"])
        let scheduler = shop.scheduler(runner: runner) { settings in
            settings.limits.runs = 20
            settings.limits.stepsPerServer = 20
        }
        let other = shop.scheduler("other")
        shop.pass(60)
        try await scheduler.working {
            await gate.waitForArrivals(20)
            for _ in 0..<60 {
                shop.pass(5)
                await scheduler.beat()
                #expect(await other.tick().runs.isEmpty)
            }
            gate.open()
        }
        let runs = try await shop.runs()
        #expect(runs.map(\.result) == Array(repeating: .succeeded, count: 20))
        #expect(runs.allSatisfy { $0.worker == "w1" })
    }

    @Test("one dead run is found among many long ones", arguments: StoreKind.allCases)
    func deadAmongLiving(kind: StoreKind) async throws {
        try await Workshop.with(kind) { shop in
            let now = shop.now
            try await shop.store.write { store in
                for number in 1...500 {
                    var run = RunRecord(
                        serviceID: 1_000, serviceName: "long", trigger: .manual, scheduledFor: nil, state: .running,
                        queuedAt: now, task: nil, timeout: 86_400)
                    run.startedAt = now
                    run.lease = RunLease(
                        worker: number == 250 ? "dead" : "alive", token: 1, until: now.after(number == 250 ? 30 : 600))
                    _ = try await store.insert(run)
                }
            }
            let scheduler = shop.scheduler { $0.limits.runs = 4 }
            shop.pass(31)
            await waitForTakeover(scheduler, shop)
            let finished = try await shop.runs().filter { $0.state == .finished }
            #expect(finished.map(\.id) == [250])
        }
    }

    @Test("a clock that is put forward takes no run from a living worker")
    func clockForward() async throws {
        let shop = Workshop()
        try await shop.addTask("yearly", "1 8 15 1 *") { $0.timeout = 3_600 }
        let gate = Gate()
        let scheduler = shop.scheduler(runner: Self.held(gate))
        let other = shop.scheduler("other")
        shop.pass(60)
        try await scheduler.working {
            await gate.waitForArrivals()
            shop.pass(7_200)
            #expect(await other.tick().runs.isEmpty)
            #expect(await scheduler.tick().runs.isEmpty)
            await scheduler.beat()
            shop.pass(6)
            #expect(await other.tick().runs.isEmpty)
            gate.open()
        }
        let runs = try await shop.runs()
        #expect(runs.map(\.worker) == ["w1"])
        #expect(runs.map(\.result) == [.succeeded])
    }

    @Test("a clock that is put back two hours repeats nothing, and nothing is lost")
    func clockBack() async throws {
        let shop = Workshop()
        try await shop.addTask()
        let scheduler = shop.scheduler()
        for _ in 0..<3 {
            shop.pass(60)
            await scheduler.settle()
        }
        shop.pass(-7_200)
        for _ in 0..<124 {
            await scheduler.settle()
            shop.pass(60)
        }
        let times = try await shop.runs().map { $0.scheduledFor?.seconds ?? 0 }
        #expect(times == (1...6).map { 1_800_000_000 + $0 * 60 })
    }

    @Test(
        "times that were run before the clock was put back are not run again after an edit of the schedule",
        arguments: StoreKind.allCases)
    func clockBackAndEdit(kind: StoreKind) async throws {
        try await Workshop.with(kind) { shop in
            let task = try await shop.addTask("hourly", "0 * * * *")
            let scheduler = shop.scheduler()
            for _ in 0..<3 {
                shop.pass(3_600)
                await scheduler.settle()
            }
            shop.pass(-7_200)
            let edited = shop.now.after(1_800)
            try await shop.store.write { store in
                guard var record = try await store.service(task.id) else { return }
                record.schedule = "*/30 * * * *"
                record.nextRun = edited
                try await store.replace(record)
            }
            shop.pass(6 * 3_600)
            await scheduler.settle()
            var covered: [Int64] = []
            for run in try await shop.runs() {
                let first = try #require(run.scheduledFor).seconds
                covered += stride(from: first, through: run.missed?.last.seconds ?? first, by: 1_800)
            }
            // 09:00, then every half hour from 09:30 to 15:00.
            #expect(covered.sorted() == [1_800_003_600] + (3...14).map { 1_800_000_000 + $0 * 1_800 })
        }
    }

    @Test("writes that took place without an answer do not keep a run from its end", arguments: StoreKind.allCases)
    func lostAnswers(kind: StoreKind) async throws {
        try await Workshop.with(kind) { shop in
            try await shop.addTask("hourly", "1 * * * *")
            let store = FaultyStore(shop.store)
            let runner = FakeRunner(plan: { _ in
                // The steps are written twice without an answer, and a third time with one.
                store.losesAnswers(2)
                return [.on("alpha"), .on("beta")]
            })
            let scheduler = shop.scheduler(runner: runner, store: store)
            shop.pass(60)
            await scheduler.settle()
            let run = try #require(try await shop.runs().first)
            #expect(run.result == .succeeded)
            #expect(run.targets == TargetCounts(total: 2, succeeded: 2))
            let steps = try await shop.steps(ofRun: run.id)
            #expect(steps.map(\.result) == [.succeeded, .succeeded])
            #expect(steps.map(\.attempts) == [1, 1])
            #expect(runner.effects.map(\.server) == ["alpha", "beta"])
        }
    }

    @Test("a run that takes too long is ended, what it did last is unknown and the rest is skipped")
    func timeout() async throws {
        let shop = Workshop()
        try await shop.addTask("hourly", "1 * * * *") { $0.timeout = 90 }
        let gate = Gate()
        let scheduler = shop.scheduler(runner: Self.held(gate))
        shop.pass(60)
        try await scheduler.working {
            await gate.waitForArrivals()
            for _ in 0..<4 {
                let states = try await shop.runs().map(\.state)
                #expect(states == [.running])
                shop.pass(23)
                await scheduler.beat()
            }
        }
        let run = try #require(try await shop.runs().first)
        #expect(run.result == .failed)
        #expect(run.reason == "it took longer than its timeout of 90 s")
        #expect(try await shop.steps(ofRun: run.id).map(\.result) == [.unknown, .skipped])
        #expect(run.targets == TargetCounts(total: 2, skipped: 1, unknown: 1))
    }

    @Test("a run that takes too long says what its step was waiting out")
    func throttledTimeout() async throws {
        let shop = Workshop()
        try await shop.addTask("hourly", "1 * * * *") { $0.timeout = 20 }
        let gate = Gate()
        let runner = FakeRunner(
            plan: { _ in [.on("alpha"), .on("beta")] },
            perform: { _, _ in
                await gate.pass()
                var outcome = StepOutcome(.failed, "the run was cancelled")
                outcome.obstacle = "the panel allows no more requests"
                return outcome
            })
        let scheduler = shop.scheduler(runner: runner)
        shop.pass(60)
        try await scheduler.working {
            await gate.waitForArrivals()
            shop.pass(21)
            await scheduler.beat()
        }
        let steps = try await shop.steps(ofRun: 1)
        #expect(
            steps.map(\.reason) == [
                "it took longer than its timeout of 20 s; the panel allows no more requests",
                "it took longer than its timeout of 20 s",
            ])
    }

    @Test("a run that is to stop ends after its current step", arguments: StoreKind.allCases)
    func stop(kind: StoreKind) async throws {
        try await Workshop.with(kind) { shop in
            try await shop.addTask("hourly", "1 * * * *")
            let gate = Gate()
            let runner = Self.held(gate)
            let scheduler = shop.scheduler(runner: runner)
            shop.pass(60)
            try await scheduler.working {
                await gate.waitForArrivals()
                _ = try await shop.store.write { try await $0.requestStop(of: 1) }
                gate.open()
            }
            let run = try #require(try await shop.runs().first)
            #expect(run.result == .failed)
            #expect(run.reason == "it was stopped")
            let steps = try await shop.steps(ofRun: run.id)
            #expect(steps.map(\.result) == [.succeeded, .skipped])
            #expect(runner.effects.map(\.server) == ["alpha"])
        }
    }

    @Test("a stop ends the wait for a place")
    func stopWhileWaiting() async throws {
        let shop = Workshop()
        try await shop.addTask("first", "1 * * * *")
        try await shop.addTask("second", "1 * * * *")
        let gate = Gate()
        let runner = FakeRunner(
            plan: { run in [.on(run.serviceName, "backup", isBackup: true)] },
            perform: { _, _ in
                await gate.pass()
                return StepOutcome(.succeeded)
            })
        let scheduler = shop.scheduler(runner: runner)
        shop.pass(60)
        try await scheduler.working {
            await gate.waitForArrivals()
            let waiting = runner.effects.first?.run == 1 ? Int64(2) : 1
            _ = try await shop.store.write { try await $0.requestStop(of: waiting) }
            while try await shop.runs().first(where: { $0.id == waiting })?.state != .finished {
                await scheduler.beat()
                await Task.yield()
            }
            gate.open()
        }
        #expect(Set(try await shop.runs().map(\.result)) == [.succeeded, .failed])
        #expect(runner.effects.count == 1)
    }

    @Test("runs under the name of a worker that does not have them are given up, and resumed")
    func strays() async throws {
        let shop = Workshop()
        let now = shop.now
        try await shop.store.write { store in
            var run = RunRecord(
                serviceID: 1_000, serviceName: "left behind", trigger: .manual, scheduledFor: nil, state: .running,
                queuedAt: now, task: nil, timeout: 3_600)
            run.startedAt = now
            run.lease = RunLease(worker: "w1", token: 1, until: now.after(30))
            _ = try await store.insert(run)
        }
        let scheduler = shop.scheduler()
        await scheduler.beat()
        await scheduler.settle()
        #expect(try await shop.runs().map(\.state) == [.running])
        await scheduler.beat()
        await scheduler.settle()
        #expect(try await shop.runs().map(\.result) == [.succeeded])
    }

    @Test("leases that cannot be renewed are a warning once, until they can be again")
    func quietFailure() async throws {
        let shop = Workshop()
        let store = FaultyStore(shop.store)
        let log = LogLines()
        let scheduler = shop.scheduler(store: store, log: log)
        for _ in 0..<2 {
            store.die()
            for _ in 0..<3 { await scheduler.beat() }
            store.fail(with: nil)
            await scheduler.beat()
        }
        let levels = log.all.compactMap { $0.hasSuffix(" leases could not be renewed") ? $0.prefix { $0 != " " } : nil }
        #expect(levels == ["warning", "debug", "debug", "warning", "debug", "debug"])
    }
}
