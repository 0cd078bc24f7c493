package import PhoenixModel

/// What becomes of the wish to start or to stop a run.
package enum RunRequestOutcome: Sendable, Hashable {
    /// The run as it now is.
    case accepted(RunRecord)
    /// Nothing was changed, because of the state of this run.
    case refused(RunRecord)

    /// Unfinished runs of one task, even where they may overlap.
    package static let mostAtOnce = 100
}

extension RunRecord {
    /// Whether a further run of the same task would come into its way. A catch-up that waits for its turn does not
    /// hold up what is due before it.
    package func isUnderWay(at moment: Timestamp) -> Bool {
        state == .running || (state == .queued && notBefore <= moment)
    }
}

extension PanelStoreTransaction {
    /// Queues a run of a task at once, enabled or not, by the task's rule for overlapping runs: with `skip` the run
    /// that is under way refuses it, with `queue` the one that is queued already, with `allow` many of them: what is
    /// started without end by one client would keep the tasks of all others waiting.
    package func requestRun(of task: ServiceRecord) async throws -> RunRequestOutcome {
        let moment = try await now()
        let others = try await unfinishedRuns(of: task.id).filter { $0.isUnderWay(at: moment) }
        let other =
            switch task.overlap {
            case "allow": others.dropFirst(RunRequestOutcome.mostAtOnce - 1).first
            case "queue": others.first { $0.state == .queued }
            default: others.first
            }
        if let other { return .refused(other) }
        let run = RunRecord(
            serviceID: task.id, serviceName: task.name, trigger: .manual, scheduledFor: nil, state: .queued,
            queuedAt: moment, task: task.task, timeout: task.timeout, waitsForOthers: task.overlap != "allow")
        return .accepted(try await insert(run))
    }

    /// Ends a run: a queued one at once, a running one after its current step. A finished one refuses it.
    /// nil: there is no such run.
    package func requestStop(of id: Int64) async throws -> RunRequestOutcome? {
        guard var run = try await run(id) else { return nil }
        switch run.state {
        case .finished:
            return .refused(run)
        case .running:
            try await requestStop(ofRun: id)
            run.isStopRequested = true
            return .accepted(run)
        case .queued:
            let moment = try await now()
            run.finish(.skipped, "it was stopped before it began", at: moment)
            guard try await replace(run, ifToken: nil) else { return .refused(run) }
            try await noteRun(of: run.serviceID, at: moment, result: .skipped)
            return .accepted(run)
        }
    }
}
