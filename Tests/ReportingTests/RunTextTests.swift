import PhoenixModel
import PhoenixTestSupport
import Reporting
import Testing

@Suite("Runs as text")
struct RunTextTests {
    private static func moment(_ seconds: Int64) -> Timestamp { Timestamp(seconds: 1_795_485_909 + seconds) }

    private static func run(
        _ id: String, _ name: String, _ state: RunState = .finished, _ result: RunResult? = .succeeded,
        _ reason: String? = nil
    ) -> TaskRun {
        var run = TaskRun(
            id: id, serviceID: "5", serviceName: name, trigger: .schedule, state: state, queuedAt: moment(0))
        run.scheduledFor = moment(0)
        run.result = result
        run.reason = reason
        if state != .queued, result != .skipped, result != .missed {
            run.startedAt = moment(3)
            run.worker = "host-1"
            run.targets = TargetCounts(total: 3, succeeded: 2, failed: result == .succeeded ? 0 : 1)
        }
        if state == .finished { run.finishedAt = moment(255) }
        return run
    }

    private static var runs: [TaskRun] {
        var missed = run("9", "Nightly backup", .finished, .missed, "nothing ran tasks then")
        missed.missed = MissedTimes(count: 3, last: moment(7_200))
        let long = String(repeating: "a very long name ", count: 10)
        return [
            run("1234", "Nightly backup", .queued, nil), run("14", "Restart all", .running, nil),
            run("13", "Nightly backup"), run("12", long, .finished, .failed, "it broke: \(long)"),
            run("11", "Nightly backup", .finished, .partial, "beta: the panel answered 504"),
            run("10", "Wipe\u{1B}[31m\nmaps", .finished, .skipped, "'Database Host' is stopped"), missed,
        ]
    }

    private static var withSteps: TaskRun {
        func step(_ name: String, _ action: String, _ result: StepResult?, _ reason: String? = nil) -> RunStep {
            var step = RunStep(
                server: RunTarget(id: "0a1b2c3d", name: name, node: "node-fsn1"), action: action,
                state: result == nil ? .queued : .finished, attempts: result == nil ? 0 : 1)
            step.result = result
            step.reason = reason
            if result != nil, result != .skipped {
                step.startedAt = moment(5)
                step.finishedAt = moment(125)
            }
            return step
        }
        var run = run("12", "Nightly backup", .finished, .partial, "1 of 3 servers failed")
        run.targets = TargetCounts(total: 3, succeeded: 1, failed: 1, skipped: 1)
        run.steps = [
            step("lobby", "backup", .succeeded), step("", "backup", .failed, "the node did not answer"),
            step("Skyblock of the very long name", "command: say the server restarts now", .unknown, "unknown"),
            step("creative", "backup", .skipped, "it is suspended"), step("survival", "backup", nil),
        ]
        return run
    }

    @Test("are a table, with what is to be said below each")
    func table() throws {
        try GoldenFile.expect(RunTable(style: .plain).render(Self.runs), named: "runs.txt")
    }

    @Test("are shown one at a time with their steps")
    func one() throws {
        try GoldenFile.expect(RunText(style: .plain).render(Self.withSteps), named: "run.txt")
        try GoldenFile.expect(RunText(style: .plain).render(Self.runs[0]), named: "run-queued.txt")
        try GoldenFile.expect(RunText(style: .plain).render(Self.runs[6]), named: "run-missed.txt")
    }

    @Test("fit 80 columns, and hold nothing that a terminal obeys")
    func width() {
        let text = RunTable(style: .plain).render(Self.runs) + RunText(style: .plain).render(Self.withSteps)
        for line in text.split(separator: "\n") { #expect(TerminalText.width(line) <= 80, "\(line)") }
        #expect(!text.contains("\u{1B}"))
        #expect(RunTable(style: .coloured).render(Self.runs).contains("\u{1B}[1;31mit broke"))
    }

    @Test(
        "tell spans by their two largest units",
        arguments: [
            (0, "0s"), (59, "59s"), (60, "1m00s"), (252, "4m12s"), (3_599, "59m59s"), (3_600, "1h00m"),
            (7_500, "2h05m"), (86_399, "23h59m"), (86_400, "1d00h"), (10_000_000, "115d17h"), (-5, "0s"),
        ] as [(Int64, String)])
    func spans(_ seconds: Int64, _ text: String) {
        #expect(MomentText.span(seconds) == text)
    }

    @Test(
        "have numbers with two decimals at the most",
        arguments: [
            (0, "0"), (12, "12"), (0.5, "0.5"), (0.25, "0.25"), (1.005, "1"), (99.986, "99.99"), (-0.001, "0"),
            (-1.5, "-1.5"), (nil, "-"), (.infinity, "-"), (.nan, "-"), (2.05, "2.05"),
        ] as [(Double?, String)])
    func numbers(_ number: Double?, _ text: String) {
        #expect(NumberText.text(number) == text)
    }
}
