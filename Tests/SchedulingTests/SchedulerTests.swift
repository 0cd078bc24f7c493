import ClockFixtures
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import PrometheusMetrics
import Scheduling
import Testing

@Suite(.mustEnd)
struct SchedulerTests {
    private static func succeeding(_ servers: [String]) -> FakeRunner {
        FakeRunner(plan: { _ in servers.map { PlannedStep.on($0) } })
    }

    @Test("a due task is run, and everything about it is recorded", arguments: StoreKind.allCases)
    func dueTaskRuns(kind: StoreKind) async throws {
        try await Workshop.with(kind) { shop in
            let task = try await shop.addTask()
            let runner = Self.succeeding(["alpha", "beta"])
            let scheduler = shop.scheduler(runner: runner)
            await scheduler.settle()
            #expect(try await shop.runs().isEmpty)
            #expect(scheduler.lastTick == shop.now)

            shop.pass(60)
            await scheduler.settle()
            let run = try #require(try await shop.runs().first)
            #expect(run.scheduledFor == shop.now)
            #expect(run.trigger == .schedule)
            #expect(run.result == .succeeded)
            #expect(run.reason == nil)
            #expect(run.worker == "w1")
            #expect(run.startedAt == shop.now)
            #expect(run.finishedAt == shop.now)
            #expect(run.targets == TargetCounts(total: 2, succeeded: 2))
            #expect(runner.effects.map(\.server) == ["alpha", "beta"])
            let steps = try await shop.steps(ofRun: run.id)
            #expect(steps.map(\.result) == [.succeeded, .succeeded])
            #expect(steps.map(\.attempts) == [1, 1])
            #expect(steps.map(\.startedAt) == [shop.now, shop.now])
            let after = try await shop.task(task.id)
            #expect(after.lastRun == shop.now)
            #expect(after.lastResult == "succeeded")
            #expect(after.nextRun == shop.now.after(60))
            #expect(after.status == .scheduled)
            #expect(after.version == task.version)
            #expect(after.updatedAt == task.updatedAt)
        }
    }

    @Test("a task is shown as running while it runs")
    func runningStatus() async throws {
        let shop = Workshop()
        let task = try await shop.addTask()
        let gate = Gate()
        let scheduler = shop.scheduler(
            runner: FakeRunner(perform: { _, _ in
                await gate.pass()
                return StepOutcome(.succeeded)
            }))
        shop.pass(60)
        try await scheduler.working {
            await gate.waitForArrivals()
            #expect(try await shop.task(task.id).status == .running)
            let run = try #require(try await shop.runs().first)
            #expect(run.state == .running)
            #expect(try await shop.steps(ofRun: run.id).map(\.state) == [.running])
            gate.open()
        }
        #expect(try await shop.task(task.id).status == .scheduled)
    }

    @Test("an early look starts nothing, and no time is run twice or lost")
    func earlyWake() async throws {
        let shop = Workshop()
        try await shop.addTask()
        let scheduler = shop.scheduler()
        for _ in 0..<10 {
            shop.time.advance(.milliseconds(59_995))
            await scheduler.settle()
            shop.time.advance(.milliseconds(5))
            await scheduler.settle()
        }
        let times = try await shop.runs().map { $0.scheduledFor?.seconds ?? 0 }
        #expect(times == (1...10).map { 1_800_000_000 + $0 * 60 })
    }

    @Test("a run longer than its period leaves a row for every time", arguments: StoreKind.allCases)
    func longRun(kind: StoreKind) async throws {
        try await Workshop.with(kind) { shop in
            let task = try await shop.addTask()
            let gate = Gate()
            let scheduler = shop.scheduler(
                runner: FakeRunner(perform: { _, _ in
                    await gate.pass()
                    return StepOutcome(.succeeded)
                }))
            shop.pass(60)
            try await scheduler.working {
                await gate.waitForArrivals()
                for _ in 0..<3 {
                    shop.pass(60)
                    #expect(await scheduler.tick().runs.isEmpty)
                }
                gate.open()
            }
            shop.pass(60)
            await scheduler.settle()
            let runs = try await shop.runs(of: task.id)
            #expect(runs.map(\.result) == [.succeeded, .skipped, .skipped, .skipped, .succeeded])
            #expect(runs[1].reason == "the run for 2027-01-15T08:01:00Z is still under way")
            #expect(try await shop.task(task.id).lastResult == "succeeded")
        }
    }

    @Test("with queue the next run starts when the one before it has ended")
    func queuedRun() async throws {
        let shop = Workshop()
        try await shop.addTask { $0.overlap = "queue" }
        let gate = Gate()
        let runner = FakeRunner(perform: { _, _ in
            await gate.pass()
            return StepOutcome(.succeeded)
        })
        let scheduler = shop.scheduler(runner: runner)
        shop.pass(60)
        try await scheduler.working {
            await gate.waitForArrivals()
            shop.pass(60)
            #expect(await scheduler.tick().runs.isEmpty)
            let states = try await shop.runs().map(\.state)
            #expect(states == [.running, .queued])
            gate.open()
        }
        await scheduler.settle()
        #expect(try await shop.runs().map(\.result) == [.succeeded, .succeeded])
    }

    @Test("without a runner every run is skipped, with the reason")
    func absentRunner() async throws {
        let shop = Workshop()
        let task = try await shop.addTask()
        let scheduler = shop.scheduler(runner: AbsentRunner(reason: "no Client API is configured"))
        shop.pass(60)
        await scheduler.settle()
        let run = try #require(try await shop.runs().first)
        #expect(run.result == .skipped)
        #expect(run.reason == "no Client API is configured")
        #expect(try await shop.task(task.id).lastResult == "skipped")
    }

    @Test("a run that cannot be planned has failed, with the reason")
    func failedPlanning() async throws {
        let shop = Workshop()
        try await shop.addTask()
        let scheduler = shop.scheduler(
            runner: FakeRunner(plan: { _ throws(RunnerError) in throw .failed("the panel answered 502") }))
        shop.pass(60)
        await scheduler.settle()
        #expect(try await shop.runs().map(\.result) == [.failed])
        #expect(try await shop.runs().map(\.reason) == ["the panel answered 502"])
    }

    @Test("a stopped or disabled system service keeps what depends on it from running", arguments: [true, false])
    func systemDependency(isStopped: Bool) async throws {
        let shop = Workshop()
        try await shop.addTask { $0.dependsOn = [1] }
        try await shop.store.write { store in
            guard var wings = try await store.service(1) else { return }
            wings.isEnabled = isStopped
            try await store.replace(wings)
            if isStopped { try await store.setObservedStatus(of: 1, to: .stopped) }
        }
        let runner = FakeRunner()
        let scheduler = shop.scheduler(runner: runner)
        shop.pass(60)
        await scheduler.settle()
        let run = try #require(try await shop.runs().first)
        #expect(run.result == .skipped)
        #expect(run.reason == "it depends on 'Wings Daemon', which is \(isStopped ? "stopped" : "disabled")")
        #expect(run.startedAt == nil)
        #expect(runner.plans == 0)

        try await shop.store.write { store in
            guard var wings = try await store.service(1) else { return }
            wings.isEnabled = true
            try await store.replace(wings)
            try await store.setObservedStatus(of: 1, to: .degraded)
        }
        shop.pass(60)
        await scheduler.settle()
        #expect(try await shop.runs().map(\.result) == [.skipped, .succeeded])
    }

    @Test("the last real result of a task decides whether what depends on it is run")
    func scheduledDependency() async throws {
        let shop = Workshop()
        let first = try await shop.addTask("first", "0 8 * * *")
        try await shop.addTask("second") { $0.dependsOn = [first.id] }
        let outcome = Outcomes([.failed, .succeeded])
        let scheduler = shop.scheduler(
            runner: FakeRunner(perform: { _, run in
                run.serviceName == "first" ? outcome.next() : StepOutcome(.succeeded)
            }))
        func runFirst() async throws {
            try await shop.store.write { _ = try await $0.requestRun(of: first) }
            await scheduler.settle()
        }
        shop.pass(60)
        await scheduler.settle()
        #expect(try await shop.runs().map(\.result) == [.succeeded])
        try await runFirst()
        // A missed or skipped run in between is looked through.
        try await shop.store.write { store in
            var missed = RunRecord(
                serviceID: first.id, serviceName: "first", trigger: .schedule, scheduledFor: shop.now, state: .queued,
                queuedAt: shop.now, task: nil, timeout: 1)
            missed.finish(.missed, "late", at: shop.now)
            _ = try await store.insert(missed)
        }
        shop.pass(60)
        await scheduler.settle()
        let skipped = try #require(try await shop.runs().last)
        #expect(skipped.result == .skipped)
        #expect(skipped.reason == "it depends on 'first', whose last run failed")
        try await runFirst()
        shop.pass(60)
        await scheduler.settle()
        #expect(try await shop.runs().last?.result == .succeeded)
    }

    @Test("a task whose schedule cannot be read is a row with the reason, and does not hold up the others")
    func unreadableSchedule() async throws {
        let shop = Workshop()
        let broken = try await shop.addTask("broken") { $0.timezone = "Mars/Olympus" }
        try await shop.addTask("good")
        let scheduler = shop.scheduler { $0.batch = 1 }
        shop.pass(60)
        await scheduler.settle()
        #expect(try await shop.runs().map(\.result) == [.skipped, .succeeded])
        let reason = try #require(try await shop.runs().first?.reason)
        #expect(reason.hasPrefix("its time zone cannot be read: "))
        #expect(try await shop.task(broken.id).nextRun == nil)
    }

    @Test(
        "a changed, disabled or deleted task ends its run with what it was claimed with", arguments: StoreKind.allCases)
    func changedWhileRunning(kind: StoreKind) async throws {
        try await Workshop.with(kind) { shop in
            let task = try await shop.addTask()
            let gate = Gate()
            let runner = FakeRunner(
                plan: { _ in [.on("alpha", "a"), .on("alpha", "b")] },
                perform: { _, _ in
                    await gate.pass()
                    return StepOutcome(.succeeded)
                })
            let scheduler = shop.scheduler(runner: runner)
            shop.pass(60)
            try await scheduler.working {
                await gate.waitForArrivals()
                try await shop.store.write { try await $0.remove(task.id) }
                gate.open()
            }
            let run = try #require(try await shop.runs().first)
            #expect(run.result == .succeeded)
            #expect(run.serviceName == "nightly")
            #expect(runner.effects.map(\.action) == ["a", "b"])
        }
    }

    @Test("a pause between servers is waited out, and recorded times show it")
    func delayBetween() async throws {
        let shop = Workshop()
        try await shop.addTask("hourly", "1 * * * *")
        let runner = FakeRunner(plan: { _ in [.on("alpha"), .on("beta", delay: 30), .on("gamma", delay: 30)] })
        let scheduler = shop.scheduler(runner: runner)
        shop.pass(60)
        let start = shop.now
        await scheduler.settle()
        let run = try #require(try await shop.runs().first)
        let steps = try await shop.steps(ofRun: run.id)
        #expect(steps.map(\.startedAt) == [start, start.after(30), start.after(60)])
        #expect(run.finishedAt == start.after(60))
    }

    @Test("samples of resource use are kept", arguments: StoreKind.allCases)
    func samples(kind: StoreKind) async throws {
        try await Workshop.with(kind) { shop in
            let task = try await shop.addTask()
            let runner = FakeRunner(perform: { _, _ in StepOutcome(.succeeded, sample: ["cpu": 12.5]) })
            let scheduler = shop.scheduler(runner: runner)
            shop.pass(60)
            await scheduler.settle()
            let samples = try await shop.store.read { try await $0.latestSamples(of: task.id) }
            #expect(samples.map(\.values) == [["cpu": 12.5]])
            #expect(samples.map(\.at) == [shop.now])
        }
    }

    @Test("no more runs than the limit are under way, and the others follow")
    func runLimit() async throws {
        let shop = Workshop()
        for number in 0..<5 { try await shop.addTask("task \(number)") }
        let gate = Gate()
        let runner = FakeRunner(perform: { _, _ in
            await gate.pass()
            return StepOutcome(.succeeded)
        })
        let scheduler = shop.scheduler(runner: runner) { $0.limits.runs = 2 }
        shop.pass(60)
        try await scheduler.working {
            await gate.waitForArrivals(2)
            #expect(await scheduler.tick().runs.isEmpty)
            let queued = try await shop.runs().filter { $0.state == .queued }
            #expect(queued.count == 3)
            gate.open()
        }
        await scheduler.settle()
        #expect(try await shop.runs().allSatisfy { $0.result == .succeeded })
    }

    @Test("one backup of a node is made at a time")
    func backupLimit() async throws {
        let shop = Workshop()
        for number in 0..<4 { try await shop.addTask("task \(number)") }
        let meter = Meter()
        let runner = FakeRunner(
            plan: { run in [.on(run.serviceName, "backup", isBackup: true)] },
            perform: { _, _ in
                await meter.during { await Task.yield() }
                return StepOutcome(.succeeded)
            })
        let scheduler = shop.scheduler(runner: runner)
        shop.pass(60)
        await scheduler.settle()
        #expect(runner.effects.count == 4)
        #expect(meter.most == 1)
    }

    @Test("old runs are removed, and failures are kept longer", arguments: StoreKind.allCases)
    func pruning(kind: StoreKind) async throws {
        try await Workshop.with(kind) { shop in
            try await shop.addTask("daily", "0 0 * * *")
            let outcome = Outcomes([.failed])
            let scheduler = shop.scheduler(runner: FakeRunner(perform: { _, _ in outcome.next() })) { settings in
                settings.retention.succeeded = 5
                settings.retention.failed = 15
                settings.retention.keptPerTask = 1
            }
            for _ in 0..<12 {
                shop.pass(86_400 - shop.now.seconds % 86_400)
                await scheduler.settle()
            }
            let results = try await shop.runs().map(\.result)
            #expect(results == [.failed] + Array(repeating: .succeeded, count: 6))
        }
    }

    @Test("removing goes on until nothing is left to remove, for another replica may hold some of it at first")
    func pruningGoesOn() async throws {
        let shop = Workshop()
        let task = try await shop.addTask("yearly", "0 0 1 1 *")
        let scheduler = shop.scheduler { settings in
            settings.retention.succeeded = 5
            settings.retention.keptPerTask = 0
        }
        for _ in 0..<2 {
            try await shop.addRun(of: task, endedDaysAgo: 6)
            _ = await scheduler.tick()
            #expect(try await shop.runs().isEmpty)
            shop.pass(1)
        }
        // Once nothing was found, what grows old waits for the next time.
        _ = await scheduler.tick()
        try await shop.addRun(of: task, endedDaysAgo: 6)
        shop.pass(1)
        _ = await scheduler.tick()
        #expect(try await shop.runs().count == 1)
        shop.pass(600)
        _ = await scheduler.tick()
        #expect(try await shop.runs().isEmpty)
    }

    @Test("what a scheduler does is measured")
    func metrics() async throws {
        let shop = Workshop()
        try await shop.addTask()
        let scheduler = shop.scheduler()
        shop.pass(63)
        await scheduler.settle()
        let text = shop.metrics.render()
        #expect(text.contains("phoenix_runs_total{result=\"succeeded\"} 1\n"))
        #expect(text.contains("phoenix_run_lateness_seconds_sum 3\n"))
        #expect(text.contains("phoenix_run_lateness_seconds_bucket{le=\"5\"} 1\n"))
        #expect(text.contains("phoenix_run_duration_seconds_bucket{le=\"86400\"} 1\n"))
        #expect(text.contains("phoenix_scheduler_claims_total 1\n"))
        #expect(text.contains("phoenix_scheduler_last_tick_timestamp_seconds 1800000063\n"))
    }
}
