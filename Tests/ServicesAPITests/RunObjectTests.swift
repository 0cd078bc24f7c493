import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("Runs and health as JSON")
struct RunObjectTests {
    private static func moment(_ seconds: Int64) -> Timestamp { Timestamp(seconds: 1_795_485_909 + seconds) }

    private static var full: TaskRun {
        var run = TaskRun(
            id: "12", serviceID: "5", serviceName: "nightly", trigger: .catchUp, state: .finished,
            queuedAt: moment(0))
        run.scheduledFor = moment(-60)
        run.missed = MissedTimes(count: 3, last: moment(120))
        run.result = .partial
        run.reason = "one server was down"
        run.startedAt = moment(1)
        run.finishedAt = moment(11)
        run.worker = "host-1"
        run.targets = TargetCounts(total: 5, succeeded: 1, failed: 2, skipped: 1, unknown: 1)
        var step = RunStep(
            server: RunTarget(id: "u", name: "lobby", node: "n1"), action: "backup", state: .finished, attempts: 2)
        step.result = .unknown
        step.reason = "the connection broke"
        step.startedAt = moment(2)
        step.finishedAt = moment(3)
        run.steps = [step, RunStep(server: RunTarget(id: "v", name: "", node: ""), action: "a", state: .queued)]
        return run
    }

    @Test("are read as they were written")
    func roundTrip() throws {
        var bare = TaskRun(
            id: "1", serviceID: "5", serviceName: "", trigger: .manual, state: .queued, queuedAt: Self.moment(0))
        for run in [bare, Self.full] {
            let value = try Value(json: run.object.jsonText())
            #expect(try TaskRun(api: value) == run)
        }
        bare.steps = []
        #expect(try TaskRun(api: bare.object).steps == [])

        var history = ServiceHealth.RunHistory()
        history.counts = Dictionary(uniqueKeysWithValues: RunResult.allCases.map { ($0, 2) })
        history.lastRuns = [Self.full]
        history.consecutiveFailures = 4
        history.lateness = .init(last: 0.5, p95: 3)
        history.duration = .init(last: 1, average: 2.25, p95: 3)
        var performance = ServiceHealth.Performance()
        performance.latency = .init(last: 1.5, average: 2, p95: 3)
        performance.windowSeconds = 86_400
        performance.checks = 4
        performance.failures = 1
        for detail in [ServiceHealth.Detail.scheduled(history), .system(performance), .system(.init())] {
            var health = ServiceHealth(status: "running", detail: detail)
            health.checkedAt = Self.moment(0)
            health.uptime = .init(seconds: 5, since: Self.moment(-5))
            health.resources = [.init(name: "cpu", amount: 0.5), .init(name: "memory", amount: nil)]
            health.issues = [
                .init(
                    severity: "error", code: "c", message: "m", firstSeen: Self.moment(0), lastSeen: Self.moment(1),
                    count: 2)
            ]
            health.dependencies = [.init(id: "1", name: "Wings", status: "stopped")]
            let value = try Value(json: APIHealth.value(health).jsonText())
            #expect(try ServiceHealth(api: value) == health)
        }
    }

    @Test("are refused with the key that does not fit")
    func problems() throws {
        guard case .map(let good) = Self.full.object else {
            Issue.record("a run is no mapping")
            return
        }
        let cases: [(String, Value?)] = [
            ("id", nil), ("state", "done"), ("trigger", nil), ("queued_at", "now"), ("queued_at", nil),
            ("result", 4), ("targets", ["total": -1]), ("missed", ["count": 2]), ("steps", ["x": 1]),
            ("steps", [["action": "a", "state": "queued"]]), ("started_at", "2026-02-30T00:00:00Z"),
        ]
        for (key, value) in cases {
            var map = good
            map[key] = value
            let error = #expect(throws: APIObjectError.self) { try TaskRun(api: .map(map)) }
            #expect(error?.field != nil, "\(key)")
        }
        for value in [Value.null, [], "run"] { #expect(throws: APIObjectError.self) { try TaskRun(api: value) } }
        for value in [
            Value.null, [:], ["status": []], ["status": "a", "issues": [1]], ["status": "a", "resources": ["x": "y"]],
        ] {
            #expect(throws: APIObjectError.self) { try ServiceHealth(api: value) }
        }
    }

    @Test("of other panels may leave out what is not known, and have more")
    func tolerance() throws {
        let run = try TaskRun(
            api: [
                "id": 12, "service_id": 5, "service_name": "a", "trigger": "manual", "state": "queued",
                "queued_at": "2026-11-24T02:00:00+01:00", "worker": .null, "extra": [1],
            ])
        #expect(run.id == "12" && run.serviceID == "5" && run.worker == nil)
        #expect(run.queuedAt == Timestamp(rfc3339: "2026-11-24T01:00:00Z"))
        let health = try ServiceHealth(api: ["status": "running", "resources": [:]])
        #expect(health == ServiceHealth(status: "running", detail: .system(.init())))
    }
}
