package import PhoenixModel

/// What can be changed about runs in one transaction. None of it changes a service's version or `updated_at`.
package protocol RunTransaction: RunReading {
    /// Enabled tasks whose `next_run` is at or before `moment`, the longest due first. Those that another transaction
    /// has taken are passed over, and these are taken until the end of this one. Never more than `limit`.
    func takeDueTasks(at moment: Timestamp, limit: Int) async throws -> [ServiceRecord]

    /// Moves a task's `next_run`.
    func setNextRun(of serviceID: Int64, to moment: Timestamp?) async throws

    /// Adds a run and answers it with its id. The task has no other run for the same scheduled time. A running run
    /// has a lease, a finished one a result and an end, and no other one of them.
    func insert(_ run: RunRecord) async throws -> RunRecord

    /// Whether a task's scheduled time is covered by a run already, as one of several missed ones too.
    func hasRun(of serviceID: Int64, for scheduledTime: Timestamp) async throws -> Bool

    /// Queued runs that may start at `moment`: their time has come, and where they wait for others none of their task
    /// is running, nor is one of it among those before. Oldest `notBefore` first, then by id. Taken like due tasks are.
    func takeStartableRuns(at moment: Timestamp, limit: Int) async throws -> [RunRecord]

    /// Running runs whose lease ended at or before `moment`, oldest lease first. Taken like due tasks are.
    func takeAbandonedRuns(at moment: Timestamp, limit: Int) async throws -> [RunRecord]

    /// Replaces what can change of a run, if it is not finished and the token of its lease is still `token` (nil: if it
    /// has no lease). A run that becomes finished drops its task, its lease and its steps' instructions, and stays as it
    /// is from then on. Answers whether it was replaced.
    func replace(_ run: RunRecord, ifToken token: Int64?) async throws -> Bool

    /// Adds the steps of a run, if the token of its lease is still `token`. A step at a position that the run has already
    /// takes the place of that one: whoever does not know whether they were written writes them again.
    func insert(_ steps: [RunStepRecord], ofRun id: Int64, ifToken token: Int64) async throws -> Bool

    /// Replaces the step of that position, if the token of the run's lease is still `token`: one statement checks and
    /// writes.
    func replace(_ step: RunStepRecord, ofRun id: Int64, ifToken token: Int64) async throws -> Bool

    /// Lengthens all leases of a worker that have not been taken over, and answers which they are, by id. A lease that
    /// lasts longer already stays as it is.
    func renewLeases(of worker: String, until moment: Timestamp) async throws -> [HeldRun]

    /// Asks a running run to end after its current step.
    func requestStop(ofRun id: Int64) async throws

    /// Notes on a task what its run did: `last_run` and `last_result`. A task that is gone is passed over.
    func noteRun(of serviceID: Int64, at moment: Timestamp, result: RunResult) async throws

    /// Sets what is known of a service beyond its configuration: of a task whether it runs, of a system service how its
    /// probes went; nil for what a service is by itself. A service that is gone is passed over.
    func setObservedStatus(of serviceID: Int64, to status: ServiceStatus?) async throws

    /// Removes finished runs that need not be kept, with their steps, those that finished first, never more than
    /// `limit`. Answers how many.
    func pruneRuns(_ retention: RunRetention, limit: Int) async throws -> Int
}
