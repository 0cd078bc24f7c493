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

extension RunRetention {
    /// Runs of a result that finished before may go.
    package func end(of result: RunResult) -> Timestamp {
        switch result {
        case .failed, .partial, .missed: failedBefore
        case .succeeded, .skipped: finishedBefore
        }
    }

    /// Whether a run's time is over, whatever its task has besides.
    func isOld(_ run: RunRecord) -> Bool {
        guard let result = run.result, let finishedAt = run.finishedAt else { return false }
        return finishedAt < end(of: result)
    }
}
