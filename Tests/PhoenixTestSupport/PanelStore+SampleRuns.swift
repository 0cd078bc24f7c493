package import PanelStore
package import PhoenixModel

extension PanelStore {
    /// Records a run of a task as a scheduler would have left it: `start` after its time, and `duration` seconds long.
    @discardableResult
    package func addRun(
        of serviceID: Int64, named name: String = "task", at time: Timestamp = .sample, result: RunResult?,
        reason: String? = nil, state: RunState = .finished, late: Int64 = 1, duration: Int64 = 10,
        steps: [RunStepRecord] = []
    ) async throws -> RunRecord {
        try await write { store in
            var run = RunRecord(
                serviceID: serviceID, serviceName: name, trigger: .schedule, scheduledFor: time, state: .queued,
                queuedAt: time, task: ["type": "backup", "data": ["servers": ["all"]]], timeout: 3_600)
            run = try await store.insert(run)
            guard state != .queued else { return run }
            let start = Timestamp(seconds: time.seconds + late)
            run.state = .running
            run.startedAt = start
            run.worker = "worker"
            run.lease = RunLease(worker: "worker", token: 1, until: Timestamp(seconds: start.seconds + 30))
            _ = try await store.replace(run, ifToken: nil)
            _ = try await store.insert(steps, ofRun: run.id, ifToken: 1)
            guard state == .finished else {
                try await store.setObservedStatus(of: serviceID, to: .running)
                return run
            }
            run.state = .finished
            run.result = result
            run.reason = reason
            run.finishedAt = Timestamp(seconds: start.seconds + duration)
            run.targets = TargetCounts(
                total: 1, succeeded: result == .succeeded ? 1 : 0, failed: result == .failed ? 1 : 0)
            run.lease = nil
            run.task = nil
            _ = try await store.replace(run, ifToken: 1)
            if let result { try await store.noteRun(of: serviceID, at: start, result: result) }
            return run
        }
    }
}

extension RunStepRecord {
    package static func sample(_ position: Int, result: StepResult = .succeeded, reason: String? = nil) -> Self {
        RunStepRecord(
            position: position, target: RunTarget(id: "uuid-\(position)", name: "server \(position)", node: "n1"),
            action: "backup", instruction: ["a": 1], state: .finished, result: result, reason: reason,
            startedAt: .sample, finishedAt: Timestamp(seconds: Timestamp.sample.seconds + 2), attempts: 1)
    }
}
