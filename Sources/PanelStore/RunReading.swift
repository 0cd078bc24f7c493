package import PhoenixModel

/// What can be asked of runs in one state of a store.
package protocol RunReading {
    /// The time of day by the store's clock, which decides what is due and which leases have run out, for all replicas.
    func now() async throws -> Timestamp

    func run(_ id: Int64) async throws -> RunRecord?

    /// By position.
    func steps(ofRun id: Int64) async throws -> [RunStepRecord]

    func runs(_ query: RunQuery) async throws -> RecordSlice<RunRecord>

    /// The runs of a history, those of the latest time first, and of the same time those with the highest id. It costs
    /// the same however many runs lie before and behind.
    func runs(_ query: RunHistoryQuery) async throws -> [RunRecord]

    /// The newest runs of each of several tasks, no more than `limit` of each, in no order of the tasks, the newest of
    /// a task first.
    func newestRuns(of serviceIDs: [Int64], limit: Int) async throws -> [RunRecord]

    /// The enabled tasks that are due next, those that are due already among them, the longest due first.
    func upcomingTasks(limit: Int) async throws -> [ServiceRecord]

    /// The enabled tasks whose last run failed, wholly or in part, or missed its time; those that ran last first.
    func unwellTasks(limit: Int) async throws -> [ServiceRecord]

    /// The queued and running runs of a task, in ascending order of the id.
    func unfinishedRuns(of serviceID: Int64) async throws -> [RunRecord]

    /// The newest finished runs of a task, newest first.
    func finishedRuns(of serviceID: Int64, limit: Int) async throws -> [RunRecord]

    /// How the last run of a task that really ran has ended; nil when none has.
    func lastRealResult(of serviceID: Int64) async throws -> RunResult?

    func runLoad() async throws -> RunLoad

    /// The nodes that the newest runs of all tasks have steps on, no more than `limit` runs; of very many steps some are
    /// left out.
    func nodes(ofNewestRuns limit: Int) async throws -> Set<TaskNode>
}
