// TEMPORARY, deleted by the change that makes this store keep runs.
import PanelStore
import PhoenixModel

extension SQLiteTransaction {
    private var no: PanelStoreError { PanelStoreError(.unavailable, "unfinished") }
    func now() async throws -> Timestamp { throw no }
    func run(_ id: Int64) async throws -> RunRecord? { throw no }
    func steps(ofRun id: Int64) async throws -> [RunStepRecord] { throw no }
    func runs(_ query: RunQuery) async throws -> RunSlice { throw no }
    func unfinishedRuns(of serviceID: Int64) async throws -> [RunRecord] { throw no }
    func finishedRuns(of serviceID: Int64, limit: Int) async throws -> [RunRecord] { throw no }
    func lastRealResult(of serviceID: Int64) async throws -> RunResult? { throw no }
    func runLoad() async throws -> RunLoad { throw no }
    func probeState(of serviceID: Int64) async throws -> ProbeState? { throw no }
    func probeChecks(of serviceID: Int64, since moment: Timestamp) async throws -> [ProbeCheck] { throw no }
    func issues(of serviceID: Int64, limit: Int) async throws -> [ServiceIssue] { throw no }
    func latestSamples(of serviceID: Int64) async throws -> [ServerSample] { throw no }
    func latestSamples(limit: Int) async throws -> [ServerSample] { throw no }
    func takeDueTasks(at moment: Timestamp, limit: Int) async throws -> [ServiceRecord] { throw no }
    func setNextRun(of serviceID: Int64, to moment: Timestamp?) async throws { throw no }
    func insert(_ run: RunRecord) async throws -> RunRecord { throw no }
    func hasRun(of serviceID: Int64, for scheduledTime: Timestamp) async throws -> Bool { throw no }
    func takeStartableRuns(at moment: Timestamp, limit: Int) async throws -> [RunRecord] { throw no }
    func takeAbandonedRuns(at moment: Timestamp, limit: Int) async throws -> [RunRecord] { throw no }
    func replace(_ run: RunRecord, ifToken token: Int64?) async throws -> Bool { throw no }
    func insert(_ steps: [RunStepRecord], ofRun id: Int64, ifToken token: Int64) async throws -> Bool {
        throw no
    }
    func replace(_ step: RunStepRecord, ofRun id: Int64, ifToken token: Int64) async throws -> Bool {
        throw no
    }
    func renewLeases(of worker: String, until moment: Timestamp) async throws -> [HeldRun] { throw no }
    func requestStop(ofRun id: Int64) async throws { throw no }
    func noteRun(of serviceID: Int64, at moment: Timestamp, result: RunResult) async throws { throw no }
    func setObservedStatus(of serviceID: Int64, to status: ServiceStatus?) async throws { throw no }
    func pruneRuns(_ retention: RunRetention, limit: Int) async throws -> Int { throw no }
    func insert(_ message: OutboxMessage) async throws { throw no }
    func takeMessages(
        at moment: Timestamp, until: Timestamp, addresses: Int, perAddress: Int
    ) async throws -> [OutboxMessage] { throw no }
    func removeMessages(_ ids: [String]) async throws { throw no }
    func postpone(_ message: OutboxMessage) async throws { throw no }
    func outboxLoad() async throws -> (count: Int, oldest: Timestamp?) { throw no }
    func takeDueProbes(at moment: Timestamp, until: Timestamp, limit: Int) async throws -> [ServiceRecord] {
        throw no
    }
    func replace(_ state: ProbeState) async throws { throw no }
    func insert(_ check: ProbeCheck) async throws { throw no }
    func note(_ issue: ServiceIssue) async throws { throw no }
    func insert(_ samples: [ServerSample]) async throws { throw no }
    func pruneChecks(before moment: Timestamp, limit: Int) async throws -> Int { throw no }
    func pruneSamples(of serviceID: Int64, before moment: Timestamp, limit: Int) async throws -> Int {
        throw no
    }
}
