package import PhoenixModel

/// Runs as the objects of the API: what HTTP answers and what `runs -o json` prints.
package enum APIRun {
    /// What is not known yet is left out.
    package static func value(_ run: TaskRun) -> Value {
        object([
            ("id", .string(run.id)),
            ("service_id", .string(run.serviceID)),
            ("service_name", .string(run.serviceName)),
            ("trigger", .string(run.trigger.rawValue)),
            ("scheduled_for", moment(run.scheduledFor)),
            ("missed", run.missed.map(missed)),
            ("state", .string(run.state.rawValue)),
            ("result", text(run.result?.rawValue)),
            ("reason", text(run.reason)),
            ("queued_at", moment(run.queuedAt)),
            ("started_at", moment(run.startedAt)),
            ("finished_at", moment(run.finishedAt)),
            ("worker", text(run.worker)),
            ("targets", targets(run.targets)),
            ("steps", run.steps.map { .list($0.map(step)) }),
        ])
    }

    private static func step(_ step: RunStep) -> Value {
        object([
            (
                "server",
                ["id": .string(step.server.id), "name": .string(step.server.name), "node": .string(step.server.node)]
            ),
            ("action", .string(step.action)),
            ("state", .string(step.state.rawValue)),
            ("result", text(step.result?.rawValue)),
            ("reason", text(step.reason)),
            ("started_at", moment(step.startedAt)),
            ("finished_at", moment(step.finishedAt)),
            ("attempts", .integer(Int64(step.attempts))),
        ])
    }

    private static func missed(_ missed: MissedTimes) -> Value {
        ["count": .integer(Int64(missed.count)), "last": .string("\(missed.last)")]
    }

    private static func targets(_ targets: TargetCounts) -> Value {
        [
            "total": .integer(Int64(targets.total)), "succeeded": .integer(Int64(targets.succeeded)),
            "failed": .integer(Int64(targets.failed)), "skipped": .integer(Int64(targets.skipped)),
            "unknown": .integer(Int64(targets.unknown)),
        ]
    }

    private static func object(_ entries: [(String, Value?)]) -> Value {
        .map(ValueMap(uniqueEntries: entries.compactMap { key, value in value.map { (key, $0) } }))
    }

    private static func text(_ text: String?) -> Value? { text.map { .string($0) } }

    private static func moment(_ moment: Timestamp?) -> Value? { moment.map { .string("\($0)") } }
}
