import PanelStore
package import PhoenixModel

/// As much of a task as a calendar needs.
package struct ScheduledTask: Sendable {
    package let id: String
    package let name: String
    /// Its schedule, its zone, and whether it is on.
    package let fields: ServiceFields
}

extension ServiceOperations {
    /// All tasks, in ascending order of the id, and the newest runs, whose durations tell how much work starts bring.
    package func scheduledTasks() async throws(ServiceError) -> (tasks: [ScheduledTask], runs: [TaskRun]) {
        try await read { store in
            var tasks: [ScheduledTask] = []
            try await store.forEachService { record in
                guard record.kind == .scheduled else { return }
                var fields = ServiceFields(name: record.name)
                fields.enabled = record.isEnabled
                fields.schedule = record.schedule
                fields.timezone = record.timezone
                tasks.append(ScheduledTask(id: String(record.id), name: record.name, fields: fields))
            }
            var newest = RunQuery()
            newest.limit = Self.measuredRuns
            let runs = try await store.runs(newest).records
            return (tasks, runs.map { TaskRun($0, steps: nil, hiding: Redaction(nil)) })
        }
    }

    /// As many as `phoenix calendar` looks at.
    private static var measuredRuns: Int { 1_000 }
}
