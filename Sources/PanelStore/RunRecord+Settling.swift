package import PhoenixModel

extension RunRecord {
    /// The reason of runs that were queued when their task was deleted.
    package static let deletedTask = "the task was deleted before the run started"

    /// The record without what its state does not have: only a running run has a lease, and a finished one no task.
    package var settled: RunRecord {
        var record = self
        if state != .running { record.lease = nil }
        if state == .finished { record.task = nil }
        return record
    }

    /// Whether it has what its state needs: a running run a lease, a finished one a result and an end, and no other
    /// one of them.
    package var isCoherent: Bool {
        (state == .running) == (lease != nil) && (state == .finished) == (result != nil)
            && (state == .finished) == (finishedAt != nil)
    }

    /// Makes it a finished run. What only an unfinished one has is dropped.
    package mutating func finish(_ result: RunResult, _ reason: String?, at moment: Timestamp) {
        state = .finished
        self.result = result
        self.reason = reason
        finishedAt = moment
        self = settled
    }
}
