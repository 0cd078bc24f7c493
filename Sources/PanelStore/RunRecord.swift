package import PhoenixModel

/// One start of a task, or the record that it did not start, as a store keeps it.
///
/// A task and a scheduled time have one record at most, among the `missed` of several times too: a store refuses a
/// second one for the same `scheduledFor`.
package struct RunRecord: Sendable, Hashable {
    /// Given by the store and never given again; 0 before. Ascending in the order of insertion, over all tasks.
    package var id: Int64 = 0
    package let serviceID: Int64
    /// At the time of the claim. The service may be gone.
    package let serviceName: String
    package let trigger: RunTrigger
    /// nil for a manual run.
    package let scheduledFor: Timestamp?
    package var missed: MissedTimes?
    package var state: RunState
    /// nil until finished.
    package var result: RunResult?
    /// One sentence; nil when there is nothing to say.
    package var reason: String?
    package let queuedAt: Timestamp
    package var startedAt: Timestamp?
    package var finishedAt: Timestamp?
    /// The name of the replica that started it.
    package var worker: String?
    package var targets = TargetCounts()
    /// `{type, data}` as it was when the run was claimed; nil once finished.
    package var task: Value?
    /// Seconds, as it was when the run was claimed.
    package let timeout: Int64
    /// Whether it starts only when no other run of its task is under way.
    package var waitsForOthers: Bool
    /// It is not started before.
    package var notBefore: Timestamp
    /// Who is carrying it out; nil unless running.
    package var lease: RunLease?
    /// Somebody has asked to end it after its current step. Only `requestStop` sets it: `replace` keeps what is stored.
    package var isStopRequested = false

    package init(
        serviceID: Int64, serviceName: String, trigger: RunTrigger, scheduledFor: Timestamp?, state: RunState,
        queuedAt: Timestamp, task: Value?, timeout: Int64, waitsForOthers: Bool = false, notBefore: Timestamp? = nil
    ) {
        self.serviceID = serviceID
        self.serviceName = serviceName
        self.trigger = trigger
        self.scheduledFor = scheduledFor
        self.state = state
        self.queuedAt = queuedAt
        self.task = task
        self.timeout = timeout
        self.waitsForOthers = waitsForOthers
        self.notBefore = notBefore ?? queuedAt
    }
}
