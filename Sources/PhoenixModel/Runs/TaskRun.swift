/// One start of a task, or the record that it did not start, as a panel reports it.
package struct TaskRun: Sendable, Hashable {
    /// Decimal, one number space over all tasks, higher for later ones.
    package let id: String
    /// The task may be gone.
    package let serviceID: String
    package let serviceName: String
    package let trigger: RunTrigger
    /// nil for a manual run.
    package var scheduledFor: Timestamp?
    /// Of a `missed` run that stands for several times in a row.
    package var missed: MissedTimes?
    package let state: RunState
    /// nil until finished.
    package var result: RunResult?
    /// One sentence; nil when there is nothing to say.
    package var reason: String?
    package let queuedAt: Timestamp
    package var startedAt: Timestamp?
    package var finishedAt: Timestamp?
    /// The replica that started it.
    package var worker: String?
    package var targets = TargetCounts()
    /// In the order they are done; nil in lists.
    package var steps: [RunStep]?

    package init(
        id: String, serviceID: String, serviceName: String, trigger: RunTrigger, state: RunState, queuedAt: Timestamp
    ) {
        self.id = id
        self.serviceID = serviceID
        self.serviceName = serviceName
        self.trigger = trigger
        self.state = state
        self.queuedAt = queuedAt
    }
}

extension TaskRun {
    /// Seconds between the time that it was scheduled for and its start; nil for a manual run, and without a start.
    package var lateness: Int64? {
        guard let startedAt, let scheduledFor else { return nil }
        return max(0, startedAt.seconds - scheduledFor.seconds)
    }

    /// Seconds that it took; nil until it is finished, and without a start.
    package var duration: Int64? {
        guard let startedAt, let finishedAt else { return nil }
        return max(0, finishedAt.seconds - startedAt.seconds)
    }
}
