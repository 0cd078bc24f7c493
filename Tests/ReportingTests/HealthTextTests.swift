import PhoenixModel
import PhoenixTestSupport
import Reporting
import Testing

@Suite("Health as text")
struct HealthTextTests {
    private static let now = Timestamp(seconds: 1_795_485_909)

    private static func ago(_ seconds: Int64) -> Timestamp { Timestamp(seconds: now.seconds - seconds) }

    private static func service(
        _ id: String, _ name: String, _ status: ServiceStatus, hasProbe: Bool = true, checked: Int64? = 5,
        issue: String? = nil
    ) -> HealthEntry {
        var fields = ServiceFields(name: name)
        fields.config = hasProbe ? ["probe": ["type": "redis", "host": "a", "interval": 30]] : [:]
        let object = LiveObject(id: id, kind: .system, fields: fields, status: status.rawValue)
        var performance = ServiceHealth.Performance()
        if checked != nil {
            performance.latency = .init(last: 12.5, average: 14, p95: 20.25)
            performance.checks = 2_880
            performance.failures = 1
            performance.windowSeconds = 86_400
        }
        var health = ServiceHealth(status: status.rawValue, detail: .system(performance))
        health.checkedAt = checked.map(ago)
        if status == .running { health.uptime = .init(seconds: 273_600, since: ago(273_600)) }
        health.resources = [.init(name: "connections", amount: 12), .init(name: "queue", amount: nil)]
        health.dependencies = [.init(id: "2", name: "Database Host", status: "running")]
        if let issue {
            health.issues = [
                .init(
                    severity: "error", code: "refused", message: issue, firstSeen: ago(900), lastSeen: ago(60),
                    count: 15),
                .init(
                    severity: "warning", code: "certificate_expires", message: "in 12 days", firstSeen: ago(900),
                    lastSeen: ago(70), count: 3),
            ]
        }
        return HealthEntry(object, health, now: now)
    }

    private static func task(_ id: String, _ name: String, _ result: RunResult?, isEnabled: Bool = true) -> HealthEntry
    {
        var fields = ServiceFields(name: name)
        fields.enabled = isEnabled
        var object = LiveObject(
            id: id, kind: .scheduled, fields: fields, status: isEnabled ? "scheduled" : "disabled")
        object.lastResult = result?.rawValue
        if result != nil { object.lastRun = ago(3_600) }
        return HealthEntry(object, nil, now: now)
    }

    private static var entries: [HealthEntry] {
        [
            service("1", "Wings Daemon", .running),
            service("2", "Database Host", .unknown, hasProbe: false, checked: nil),
            service("3", "Job Processor", .stopped, issue: "connection refused by redis:6379"),
            service("4", "SFTP Server", .degraded), service("5", "Cache", .unknown, checked: nil),
            service("6", "Old", .running, checked: 151),
            task("7", "Nightly backup of a server with a long name", .succeeded),
            task("8", "Restart", .failed), task("9", "Cleanup", .missed), task("10", "New", nil),
            task("11", "Off", .failed, isEnabled: false), task("12", "Depends", .skipped), task("13", "Half", .partial),
        ]
    }

    @Test("is a table of all services, and says which are not well")
    func table() throws {
        let text = HealthTable(style: .plain).render(Self.entries)
        try GoldenFile.expect(text, named: "health.txt")
        for line in text.split(separator: "\n") { #expect(TerminalText.width(line) <= 80, "\(line)") }
        #expect(
            Self.entries.filter { !$0.verdict.isWell }.map(\.object.id) == ["3", "4", "5", "6", "8", "9", "13"])
    }

    @Test("is told in full of one service")
    func one() throws {
        for (index, name) in [(0, "health-service.txt"), (2, "health-stopped.txt"), (1, "health-unknown.txt")] {
            let entry = Self.entries[index]
            let text = HealthText(style: .plain).render(entry, try #require(entry.health))
            try GoldenFile.expect(text, named: name)
        }
        var history = ServiceHealth.RunHistory()
        history.counts = [.succeeded: 97, .failed: 2, .missed: 1]
        history.consecutiveFailures = 2
        history.lateness = .init(last: 1, p95: 3)
        history.duration = .init(last: 252, average: 240.4, p95: 300)
        var run = TaskRun(
            id: "12", serviceID: "8", serviceName: "Restart", trigger: .schedule, state: .finished,
            queuedAt: Self.ago(3_600))
        run.result = .failed
        run.reason = "the panel did not answer"
        history.lastRuns = [run]
        let health = ServiceHealth(status: "scheduled", detail: .scheduled(history))
        let entry = Self.entries[7]
        try GoldenFile.expect(HealthText(style: .plain).render(entry, health), named: "health-task.txt")
    }

    @Test("of a probe that tells nothing new is no health")
    func stale() {
        #expect(Self.service("1", "a", .running, checked: 150).verdict.isWell)
        #expect(!Self.service("1", "a", .running, checked: 151).verdict.isWell)
    }
}
