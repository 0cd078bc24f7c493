import PanelStore
import PhoenixModel

extension PanelStoreTransaction {
    /// Adds a run that is finished already, with what people are told about it.
    func insertFinished(
        _ run: RunRecord, of task: ServiceRecord, announcing messages: RunMessages
    ) async throws -> RunRecord {
        let run = try await insert(run)
        try await announce(run, of: task, previous: nil, messages)
        return run
    }

    /// Puts the end of a run in the place of the run, with what people are told about it, if the token of its lease is
    /// still `token` (nil: it has none). Answers whether it was.
    func conclude(_ run: RunRecord, ifToken token: Int64?, announcing messages: RunMessages) async throws -> Bool {
        let previous = try await lastRealResult(of: run.serviceID)
        guard try await replace(run, ifToken: token) else { return false }
        guard let task = try await service(run.serviceID) else { return true }
        if token != nil, try await !unfinishedRuns(of: task.id).contains(where: { $0.state == .running }) {
            try await setObservedStatus(of: task.id, to: nil)
        }
        try await announce(run, of: task, previous: previous, messages)
        return true
    }

    private func announce(
        _ run: RunRecord, of task: ServiceRecord, previous: RunResult?, _ messages: RunMessages
    ) async throws {
        guard let result = run.result, let moment = run.finishedAt else { return }
        try await noteRun(of: task.id, at: run.startedAt ?? run.queuedAt, result: result)
        for message in messages.messages(about: run, of: task, previous: previous, at: moment) {
            try await insert(message)
        }
    }
}
