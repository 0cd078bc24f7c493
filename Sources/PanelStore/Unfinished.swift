// TEMPORARY, deleted by the change that makes both stores keep runs.
package import PhoenixModel

extension PanelStoreReading {
    private var no: PanelStoreError { PanelStoreError(.unavailable, "unfinished") }
    package func now() async throws -> Timestamp { throw no }
    package func run(_ id: Int64) async throws -> RunRecord? { throw no }
    package func steps(ofRun id: Int64) async throws -> [RunStepRecord] { throw no }
    package func runs(_ query: RunQuery) async throws -> RunSlice { throw no }
    package func unfinishedRuns(of serviceID: Int64) async throws -> [RunRecord] { throw no }
    package func finishedRuns(of serviceID: Int64, limit: Int) async throws -> [RunRecord] { throw no }
    package func lastRealResult(of serviceID: Int64) async throws -> RunResult? { throw no }
    package func runLoad() async throws -> RunLoad { throw no }
    package func probeState(of serviceID: Int64) async throws -> ProbeState? { throw no }
    package func probeChecks(of serviceID: Int64, since moment: Timestamp) async throws -> [ProbeCheck] { throw no }
    package func issues(of serviceID: Int64, limit: Int) async throws -> [ServiceIssue] { throw no }
    package func latestSamples(of serviceID: Int64) async throws -> [ServerSample] { throw no }
    package func latestSamples(limit: Int) async throws -> [ServerSample] { throw no }
}

extension PanelStoreTransaction {
    private var no: PanelStoreError { PanelStoreError(.unavailable, "unfinished") }
    package func takeDueTasks(at moment: Timestamp, limit: Int) async throws -> [ServiceRecord] { throw no }
    package func setNextRun(of serviceID: Int64, to moment: Timestamp?) async throws { throw no }
    package func insert(_ run: RunRecord) async throws -> RunRecord { throw no }
    package func hasRun(of serviceID: Int64, for scheduledTime: Timestamp) async throws -> Bool { throw no }
    package func takeStartableRuns(at moment: Timestamp, limit: Int) async throws -> [RunRecord] { throw no }
    package func takeAbandonedRuns(at moment: Timestamp, limit: Int) async throws -> [RunRecord] { throw no }
    package func replace(_ run: RunRecord, ifToken token: Int64?) async throws -> Bool { throw no }
    package func insert(_ steps: [RunStepRecord], ofRun id: Int64, ifToken token: Int64) async throws -> Bool {
        throw no
    }
    package func replace(_ step: RunStepRecord, ofRun id: Int64, ifToken token: Int64) async throws -> Bool {
        throw no
    }
    package func renewLeases(of worker: String, until moment: Timestamp) async throws -> [HeldRun] { throw no }
    package func requestStop(ofRun id: Int64) async throws { throw no }
    package func noteRun(of serviceID: Int64, at moment: Timestamp, result: RunResult) async throws { throw no }
    package func setObservedStatus(of serviceID: Int64, to status: ServiceStatus?) async throws { throw no }
    package func pruneRuns(_ retention: RunRetention, limit: Int) async throws -> Int { throw no }
    package func insert(_ message: OutboxMessage) async throws { throw no }
    package func takeMessages(
        at moment: Timestamp, until: Timestamp, addresses: Int, perAddress: Int
    ) async throws -> [OutboxMessage] { throw no }
    package func removeMessages(_ ids: [String]) async throws { throw no }
    package func postpone(_ message: OutboxMessage) async throws { throw no }
    package func outboxLoad() async throws -> (count: Int, oldest: Timestamp?) { throw no }
    package func takeDueProbes(at moment: Timestamp, until: Timestamp, limit: Int) async throws -> [ServiceRecord] {
        throw no
    }
    package func replace(_ state: ProbeState) async throws { throw no }
    package func insert(_ check: ProbeCheck) async throws { throw no }
    package func note(_ issue: ServiceIssue) async throws { throw no }
    package func insert(_ samples: [ServerSample]) async throws { throw no }
    package func pruneChecks(before moment: Timestamp, limit: Int) async throws -> Int { throw no }
    package func pruneSamples(of serviceID: Int64, before moment: Timestamp, limit: Int) async throws -> Int {
        throw no
    }
}
