/// How tasks are run; nil for what the file leaves as it is. Times are in seconds.
package struct SchedulerSettings: Sendable, Hashable {
    /// How late a run may start before its time counts as missed.
    package internal(set) var graceSeconds: Int?
    /// How many missed runs are made up for in a minute.
    package internal(set) var catchUpsPerMinute: Int?
    /// Runs under way at once.
    package internal(set) var runs: Int?
    /// Steps under way at once on one game server, and on the servers of one node.
    package internal(set) var stepsPerServer: Int?
    package internal(set) var stepsPerNode: Int?
    package internal(set) var backupsPerNode: Int?
    /// How long a worker that is not heard of keeps its runs.
    package internal(set) var leaseSeconds: Int?
    /// How long running steps may take to end when the server stops.
    package internal(set) var drainSeconds: Int?
    /// How long finished runs are kept.
    package internal(set) var keepDays: Int?
    /// The same for those that failed or were missed.
    package internal(set) var keepFailedDays: Int?
    /// How many of a task's newest runs are kept, whatever their age.
    package internal(set) var keepPerTask: Int?
}
