extension TaskRun {
    /// The run as the API answers it and as messages have it. What is not known yet is left out.
    package var object: Value {
        Value(present: [
            ("id", .string(id)),
            ("service_id", .string(serviceID)),
            ("service_name", .string(serviceName)),
            ("trigger", .string(trigger.rawValue)),
            ("scheduled_for", scheduledFor?.value),
            ("missed", missed?.object),
            ("state", .string(state.rawValue)),
            ("result", (result?.rawValue).map { .string($0) }),
            ("reason", reason.map { .string($0) }),
            ("queued_at", queuedAt.value),
            ("started_at", startedAt?.value),
            ("finished_at", finishedAt?.value),
            ("worker", worker.map { .string($0) }),
            ("targets", targets.object),
            ("steps", steps.map { .list($0.map(\.object)) }),
        ])
    }
}

extension RunStep {
    fileprivate var object: Value {
        Value(present: [
            ("server", ["id": .string(server.id), "name": .string(server.name), "node": .string(server.node)]),
            ("action", .string(action)),
            ("state", .string(state.rawValue)),
            ("result", (result?.rawValue).map { .string($0) }),
            ("reason", reason.map { .string($0) }),
            ("started_at", startedAt?.value),
            ("finished_at", finishedAt?.value),
            ("attempts", .integer(Int64(attempts))),
        ])
    }
}

extension MissedTimes {
    fileprivate var object: Value { ["count": .integer(Int64(count)), "last": last.value] }
}

extension TargetCounts {
    fileprivate var object: Value {
        [
            "total": .integer(Int64(total)), "succeeded": .integer(Int64(succeeded)),
            "failed": .integer(Int64(failed)), "skipped": .integer(Int64(skipped)),
            "unknown": .integer(Int64(unknown)),
        ]
    }
}

extension Timestamp {
    fileprivate var value: Value { .string("\(self)") }
}

extension Value {
    /// A mapping of the entries that have a value.
    fileprivate init(present entries: [(String, Value?)]) {
        self = .map(ValueMap(uniqueEntries: entries.compactMap { key, value in value.map { (key, $0) } }))
    }
}
