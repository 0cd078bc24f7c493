package import PhoenixModel

/// Which finished runs are kept. A task's runs that a rule keeps are kept, whatever another rule says.
package struct RunRetention: Sendable, Hashable {
    /// Runs that finished earlier may go.
    package var finishedBefore: Timestamp
    /// The same for `failed`, `partial` and `missed` ones, which are kept longer.
    package var failedBefore: Timestamp
    /// So many of the newest runs of each task are kept however old they are.
    package var keptPerTask: Int

    package init(finishedBefore: Timestamp, failedBefore: Timestamp, keptPerTask: Int) {
        self.finishedBefore = finishedBefore
        self.failedBefore = failedBefore
        self.keptPerTask = keptPerTask
    }
}
