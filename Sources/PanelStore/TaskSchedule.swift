import PhoenixModel

/// When an enabled task runs.
package struct TaskSchedule: Sendable, Hashable {
    package let id: Int64
    package let name: String
    /// Cron text as given.
    package let schedule: String
    package let timezone: String
    /// The nodes that its servers are chosen by; nil where some are chosen otherwise.
    package let nodes: [String]?

    package init(id: Int64, name: String, schedule: String, timezone: String, nodes: [String]? = nil) {
        self.id = id
        self.name = name
        self.schedule = schedule
        self.timezone = timezone
        self.nodes = nodes
    }
}

extension PanelStoreReading {
    /// Reads all of every service: a store that can read less does.
    package func taskSchedules() async throws -> [TaskSchedule] {
        var schedules: [TaskSchedule] = []
        try await forEachService { record in
            guard record.kind == .scheduled, record.isEnabled, let schedule = record.schedule else { return }
            schedules.append(
                TaskSchedule(
                    id: record.id, name: record.name, schedule: schedule, timezone: record.timezone,
                    nodes: record.task.flatMap { ServerSelection(ofTask: $0) }?.nodes))
        }
        return schedules
    }
}
