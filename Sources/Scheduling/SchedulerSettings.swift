/// How a scheduler works. Times without a unit in their type are in seconds of the store's clock.
package struct SchedulerSettings: Sendable {
    /// The name of this process among all that share the store: no other one that is alive has it, and none that was
    /// alive within the last lease.
    package var worker: String
    /// A time that is noticed later than this after it is misfired.
    package var grace: Int64 = 60
    /// How many runs that make up for misfired times may start in a minute, at least 1.
    package var catchUpsPerMinute = 120
    package var limits = RunLimits()
    /// How long others leave the runs of this process alone when nothing is heard of it.
    package var lease: Int64 = 30
    /// How often leases are renewed: several times within a lease, so that one lost beat does no harm.
    package var beat = Duration.seconds(5)
    package var interval = Duration.seconds(1)
    /// How long any call of the store may take.
    package var storeLimit = Duration.seconds(10)
    /// How long steps may take to end once the process is to end.
    package var drainLimit = Duration.seconds(20)
    package var retention = RetentionDays()
    /// How many tasks or runs are changed in one transaction.
    package var batch = 500

    package init(worker: String) { self.worker = worker }
}

/// For how long finished runs are kept.
package struct RetentionDays: Sendable, Hashable {
    package var succeeded: Int64 = 30
    /// Of runs that failed or were missed.
    package var failed: Int64 = 90
    /// So many of the newest runs of each task are kept however old they are.
    package var keptPerTask = 100

    package init() {}
}

/// How much one process does at the same time. What is beyond waits for its turn.
package struct RunLimits: Sendable, Hashable {
    package var runs = 256
    /// Steps that work on one game server.
    package var stepsPerServer = 4
    /// Steps that work on the servers of one node.
    package var stepsPerNode = 32
    package var backupsPerNode = 1

    package init() {}
}
