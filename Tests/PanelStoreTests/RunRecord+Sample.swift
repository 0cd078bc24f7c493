import PanelStore
import PhoenixModel
import PhoenixTestSupport

extension Timestamp {
    /// So many seconds after the moment of no importance.
    static func sample(_ offset: Int64) -> Timestamp { Timestamp(seconds: Timestamp.sample.seconds + offset) }
}

extension RunRecord {
    /// A queued run of a task, due at an offset from the sample's moment; manual without one.
    static func queued(_ serviceID: Int64, due offset: Int64?, at queuedAt: Timestamp = .sample) -> RunRecord {
        RunRecord(
            serviceID: serviceID, serviceName: "Nächtliches Backup 🌙", trigger: offset == nil ? .manual : .schedule,
            scheduledFor: offset.map(Timestamp.sample), state: .queued, queuedAt: queuedAt,
            task: ["type": "backup", "data": ["servers": ["all"]]], timeout: 3_600)
    }

    /// A run that ended at an offset.
    static func finished(_ serviceID: Int64, _ result: RunResult, at offset: Int64, due: Int64? = nil) -> RunRecord {
        var run = queued(serviceID, due: due, at: .sample(offset - 10))
        run.state = .finished
        run.result = result
        run.finishedAt = .sample(offset)
        return run
    }

    /// The same run under the lease of a worker.
    func running(by worker: String = "one", token: Int64 = 1, until offset: Int64 = 60) -> RunRecord {
        var run = self
        run.state = .running
        run.startedAt = .sample
        run.worker = worker
        run.lease = RunLease(worker: worker, token: token, until: .sample(offset))
        return run
    }
}

extension RunStepRecord {
    static func sample(_ position: Int) -> RunStepRecord {
        RunStepRecord(
            position: position, target: RunTarget(id: "1a7ce997", name: "Wörld\t\(position)", node: "node-1"),
            action: "backup", instruction: ["name": .string("b-\(position)")])
    }
}
