import ClientPanelFixtures
import ClockFixtures
import Clocks
import PanelFixtures
import PhoenixModel
import Scheduling
import TaskRunners
import Testing

@Suite("Waiting for a server")
struct WaitingTests {
    private static func sequence(_ steps: Value...) -> ValueMap { ["servers": ["all"], "steps": .list(steps)] }

    private static func bench(power seconds: Int, _ server: StandInServer = StandInServer(1)) throws -> Bench {
        var options = StandInOptions()
        options.powerTime = .seconds(seconds)
        return try Bench([server], options: options)
    }

    @Test("ends when it has come to the state")
    func endsWhenItHasComeToTheState() async throws {
        let bench = try Self.bench(power: 50)
        let outcomes = try await bench.run(
            "sequence", Self.sequence(["power": "stop"], ["wait_for": ["state": "offline"]]))
        #expect(outcomes.map(\.result) == [.succeeded, .succeeded])
        #expect(bench.panel.servers[0].power(at: bench.time.now) == .offline)
    }

    @Test("is not taken in by the state before a restart")
    func isNotTakenInByTheStateBefore() async throws {
        let bench = try Self.bench(power: 30)
        // The panel remembers what it has just said.
        try await bench.run("statistics", ["servers": ["all"]])
        let start = bench.time.now
        let outcomes = try await bench.run(
            "sequence", Self.sequence(["power": "restart"], ["wait_for": ["state": "running"]]))
        #expect(outcomes.map(\.result) == [.succeeded, .succeeded])
        #expect(bench.time.now - start >= .seconds(60))
    }

    @Test("asks no more often than the panel has news")
    func asksNoMoreOften() async throws {
        let bench = try Self.bench(power: 100)
        try await bench.run("sequence", Self.sequence(["power": "stop"], ["wait_for": ["state": "offline"]]))
        #expect(bench.panel.requests.count { $0.action == "resources" } <= 5)
        #expect(bench.time.waits.allSatisfy { $0 > .seconds(20) })
    }

    @Test("ends with the time given for it, and says how the server was")
    func endsWithTheTimeGiven() async throws {
        let bench = try Self.bench(power: 1_000)
        let start = bench.time.now
        let outcome = try await bench.run(
            "sequence", Self.sequence(["power": "stop"], ["wait_for": ["state": "offline", "timeout": 100]]))[1]
        #expect(outcome.result == .failed)
        #expect(outcome.reason == "the server was not offline after 100 s: it was still stopping")
        #expect(bench.time.now - start == .seconds(100))
    }

    @Test("goes on while the panel or the node cannot be reached")
    func goesOnWhileThePanelCannotBeReached() async throws {
        let bench = try Self.bench(power: 50)
        bench.panel.inject(StandInFault(.down, "GET", pathSuffix: "/resources", times: 12))
        bench.panel.inject(
            StandInFault(
                .answer(.panelError(504, "DaemonConnectionException", "Could not establish a connection")), "GET",
                pathSuffix: "/resources", times: 2))
        let outcomes = try await bench.run(
            "sequence", Self.sequence(["power": "stop"], ["wait_for": ["state": "offline", "timeout": 600]]))
        #expect(outcomes.map(\.result) == [.succeeded, .succeeded])
    }

    @Test("ends with the time given for it while the panel allows no requests, and says so")
    func endsWhileThrottled() async throws {
        let bench = try Self.bench(power: 1_000)
        let steps = try await bench.steps(
            "sequence", Self.sequence(["power": "stop"], ["wait_for": ["state": "offline", "timeout": 100]]))
        _ = await bench.runner.perform(steps[0], run: .nightly)
        bench.panel.inject(
            StandInFault(
                .answer(.panelError(429, "ThrottleRequestsException", "Too Many", headers: ["Retry-After": "500"])),
                "GET", pathSuffix: "/resources", times: 20))
        let start = bench.time.now
        let outcome = await bench.runner.perform(steps[1], run: .nightly)
        #expect(bench.time.now - start == .seconds(100))
        #expect(outcome.result == .failed)
        #expect(outcome.reason?.hasPrefix("the server was not offline after 100 s: the panel allows") == true)
    }

    @Test("for the panel's rate limit is what a step that is cancelled then tells")
    func cancelledWhileThrottled() async throws {
        let bench = try Bench()
        let runner = PanelTaskRunner(
            client: bench.client,
            clock: WallClock(
                now: { bench.time.now }, sleep: { _ throws(CancellationError) in throw CancellationError() },
                random: { 0 }))
        let step = try await bench.steps("server_command", ["servers": ["all"], "command": "say hi"])[0]
        bench.panel.inject(
            StandInFault(
                .answer(.panelError(429, "ThrottleRequestsException", "Too Many", headers: ["Retry-After": "500"])),
                "POST"))
        let outcome = await runner.perform(step, run: .nightly)
        #expect(outcome.obstacle?.hasPrefix("the panel allows this key's owner no more requests before") == true)
        // The panel forgets it.
        bench.time.advance(.seconds(600))
        #expect(await bench.runner.perform(step, run: .nightly) == StepOutcome(.succeeded))
    }

    @Test("takes as long as it says")
    func takesAsLongAsItSays() async throws {
        let bench = try Bench()
        try await bench.run("sequence", Self.sequence(["wait": 86_400]))
        #expect(bench.time.waits == [.seconds(86_400)])
    }

    @Test("is done again after a crash")
    func isDoneAgainAfterACrash() async throws {
        let bench = try Bench()
        for step in try await bench.steps("sequence", Self.sequence(["wait": 5], ["wait_for": ["state": "running"]])) {
            #expect(await bench.runner.settle(step, run: .nightly).result == .succeeded)
        }
    }

    @Test("that is installed anew lasts until the installation has ended, well or not")
    func thatIsInstalledAnew() async throws {
        let bench = try Bench()
        let start = bench.time.now
        let update: ValueMap = ["servers": ["all"], "method": "reinstall"]
        #expect(try await bench.run("update", update).map(\.result) == [.succeeded, .succeeded])
        #expect(bench.time.now - start >= .seconds(30))
        #expect(bench.panel.servers[0].installations == 1)

        let steps = try await bench.steps("update", update)
        bench.panel.change { $0[0].status = "reinstall_failed" }
        let outcome = await bench.runner.perform(steps[1], run: .nightly)
        #expect(outcome.result == .failed)
    }

    @Test("to be updated sets its variables first, and stops at the first that is refused")
    func toBeUpdatedSetsItsVariablesFirst() async throws {
        var server = StandInServer(1)
        server.variables = ["A": "1", "C": "1"]
        let bench = try Bench([server])
        let outcomes = try await bench.run("update", ["servers": ["all"], "variables": ["A": "2", "C": "2"]])
        #expect(outcomes.map(\.result) == [.succeeded, .succeeded])
        #expect(bench.panel.servers[0].variables == ["A": "2", "C": "2"])
        #expect(bench.writes == ["PUT startup/variable", "PUT startup/variable", "POST power"])
        let refused = try await bench.run("update", ["servers": ["all"], "variables": ["B": "2"]])
        #expect(refused.map(\.result) == [.failed])
    }

    @Test("records what it uses")
    func recordsWhatItUses() async throws {
        let bench = try Bench()
        let outcome = try await bench.run("statistics", ["servers": ["all"], "metrics": ["cpu", "network"]])[0]
        #expect(
            outcome.sample == [
                "cpu_percent": 12.5, "network_received_bytes": 694_220, "network_sent_bytes": 337_090,
            ])
        let all = try await bench.run("statistics", ["servers": ["all"]])[0]
        #expect(Set(all.sample.keys).count == 6)
        #expect(all.sample["uptime_seconds"] == 1_800_000_000)
    }
}
