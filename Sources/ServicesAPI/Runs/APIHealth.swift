package import PhoenixModel

/// The health of services as objects of the API: what HTTP answers and what `health -o json` prints.
package enum APIHealth {
    /// What is not known is null.
    package static func value(_ health: ServiceHealth) -> Value {
        var map: ValueMap = [
            "status": .string(health.status),
            "checked_at": moment(health.checkedAt),
            "uptime": [
                "seconds": health.uptime.seconds.map { .integer($0) } ?? .null, "since": moment(health.uptime.since),
            ],
            "resources": .map(ValueMap(health.resources.map { ($0.name, number($0.amount)) })),
            "issues": .list(health.issues.map(issue)),
            "dependencies": .list(health.dependencies.map(dependency)),
        ]
        switch health.detail {
        case .system(let performance):
            map["performance"] = [
                "latency_ms": measure(performance.latency),
                "availability": [
                    "window_seconds": .integer(performance.windowSeconds),
                    "ratio": number(performance.availability), "checks": .integer(Int64(performance.checks)),
                    "failures": .integer(Int64(performance.failures)),
                ],
            ]
        case .scheduled(let history):
            map["runs"] = .map(
                ValueMap(
                    uniqueEntries: RunResult.allCases.map {
                        ($0.rawValue, .integer(Int64(history.counts[$0] ?? 0)))
                    }))
            map["last_runs"] = .list(history.lastRuns.map(\.object))
            map["consecutive_failures"] = .integer(Int64(history.consecutiveFailures))
            map["lateness_seconds"] = ["last": number(history.lateness.last), "p95": number(history.lateness.p95)]
            map["duration_seconds"] = measure(history.duration)
        }
        return .map(map)
    }

    private static func issue(_ issue: ServiceIssue) -> Value {
        [
            "severity": .string(issue.severity), "code": .string(issue.code), "message": .string(issue.message),
            "first_seen": moment(issue.firstSeen), "last_seen": moment(issue.lastSeen),
            "count": .integer(Int64(issue.count)),
        ]
    }

    private static func dependency(_ dependency: ServiceHealth.Dependency) -> Value {
        ["id": .string(dependency.id), "name": .string(dependency.name), "status": .string(dependency.status)]
    }

    private static func measure(_ measure: ServiceHealth.Measure) -> Value {
        ["last": number(measure.last), "avg": number(measure.average), "p95": number(measure.p95)]
    }

    private static func moment(_ moment: Timestamp?) -> Value { moment.map { .string("\($0)") } ?? .null }

    /// JSON has neither infinity nor what is no number.
    private static func number(_ number: Double?) -> Value {
        guard let number, number.isFinite else { return .null }
        return Int64(exactly: number).map { .integer($0) } ?? .number(number)
    }
}
