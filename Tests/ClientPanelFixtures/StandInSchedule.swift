/// A schedule on a stand-in panel.
package struct StandInSchedule: Sendable {
    package var id: Int64
    package var name: String
    /// Minute, hour, day of month, month, day of week.
    package var cron: [String]
    package var isActive: Bool
    package var onlyWhenOnline: Bool
    /// While it is running: until then. Nothing but switching it on or off ends a run that is stuck.
    package var processingUntil: Duration?
    package var lastRunAt: Duration?
    /// As the panel's clock shows it, in seconds, less the offset of its database: these come apart where the clock is
    /// changed in between.
    package var nextRunAt: Int64?
    package var createdAt = Duration.zero
    package var updatedAt = Duration.zero
    package var tasks: [StandInTask] = []

    package init(
        id: Int64, name: String, cron: String = "0 4 * * *", isActive: Bool = true, onlyWhenOnline: Bool = false,
        tasks: [StandInTask] = []
    ) {
        self.id = id
        self.name = name
        self.cron = cron.split(separator: " ").map(String.init)
        self.isActive = isActive
        self.onlyWhenOnline = onlyWhenOnline
        self.tasks = tasks
    }

    package func isProcessing(_ now: Duration) -> Bool { processingUntil.map { $0 > now } ?? false }

    /// In the order in which they run.
    package var chain: [StandInTask] { tasks.sorted { ($0.sequence, $0.id) < ($1.sequence, $1.id) } }
}

/// A task of a schedule on a stand-in panel.
package struct StandInTask: Sendable {
    package var id: Int64
    package var sequence: Int64
    package var action: String
    package var payload: String
    package var offset: Int64
    package var continuesOnFailure: Bool
    package var isQueued = false
    package var createdAt = Duration.zero
    package var updatedAt = Duration.zero

    package init(
        id: Int64, sequence: Int64, action: String = "command", payload: String, offset: Int64 = 0,
        continuesOnFailure: Bool = false
    ) {
        self.id = id
        self.sequence = sequence
        self.action = action
        self.payload = payload
        self.offset = offset
        self.continuesOnFailure = continuesOnFailure
    }
}
