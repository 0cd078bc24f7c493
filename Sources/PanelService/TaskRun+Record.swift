import PanelStore
import PhoenixModel

extension TaskRun {
    /// A record as a panel reports it; `steps` nil in lists.
    init(_ record: RunRecord, steps: [RunStepRecord]?, hiding hide: ServiceRedaction) {
        self.init(record)
        reason = reason.map { hide($0) }
        self.steps = steps?.map { RunStep($0, hiding: hide) }
    }
}

extension RunStep {
    fileprivate init(_ record: RunStepRecord, hiding hide: ServiceRedaction) {
        self.init(
            server: record.target, action: hide(record.action), state: record.state, attempts: record.attempts)
        result = record.result
        reason = record.reason.map { hide($0) }
        startedAt = record.startedAt
        finishedAt = record.finishedAt
    }
}

extension PanelStoreReading {
    /// Runs of a list as a panel reports them, what nobody may read hidden in what they say.
    func shown(_ records: [RunRecord]) async throws -> [TaskRun] {
        // Most runs have nothing to say, and no service need be read for them.
        let speaking = Set(records.filter { $0.reason != nil }.map(\.serviceID))
        var redactions: [Int64: ServiceRedaction] = [:]
        if !speaking.isEmpty {
            for service in try await services(speaking.sorted()) { redactions[service.id] = ServiceRedaction(service) }
        }
        return records.map { TaskRun($0, steps: nil, hiding: redactions[$0.serviceID] ?? ServiceRedaction(nil)) }
    }

    /// One run with its steps.
    func shownWithSteps(_ record: RunRecord, of service: ServiceRecord) async throws -> TaskRun {
        TaskRun(record, steps: try await steps(ofRun: record.id), hiding: ServiceRedaction(service))
    }
}
