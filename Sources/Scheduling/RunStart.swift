import PanelStore
import PhoenixModel

/// Gives queued runs to this process, one batch of them in one transaction.
struct RunStart: Sendable {
    struct Outcome: Sendable {
        /// Runs to carry out, with their leases.
        var started: [RunRecord] = []
        /// Runs that ended before they began.
        var finished: [RunRecord] = []
        /// By the store's clock.
        var now: Timestamp
        var isEmpty: Bool { started.isEmpty && finished.isEmpty }
    }

    let worker: String
    /// Seconds.
    let lease: Int64
    let messages: RunMessages

    func run(in store: any PanelStoreTransaction, limit: Int) async throws -> Outcome {
        let now = try await store.now()
        var outcome = Outcome(now: now)
        for var run in try await store.takeStartableRuns(at: now, limit: limit) {
            if let reason = try await unmetDependency(of: run.serviceID, in: store) {
                run.finish(.skipped, reason, at: now)
                if try await store.conclude(run, ifToken: nil, announcing: messages) { outcome.finished.append(run) }
                continue
            }
            run.state = .running
            run.startedAt = now
            run.worker = worker
            run.lease = RunLease(worker: worker, token: 1, until: Timestamp(seconds: now.seconds + lease))
            guard try await store.replace(run, ifToken: nil) else { continue }
            try await store.setObservedStatus(of: run.serviceID, to: .running)
            outcome.started.append(run)
        }
        return outcome
    }

    /// Why a service that the task depends on keeps it from running; nil when none does.
    private func unmetDependency(of task: Int64, in store: any PanelStoreTransaction) async throws -> String? {
        for id in try await store.dependencies(of: task) {
            guard let service = try await store.service(id) else { continue }
            switch service.kind {
            case .system where service.status == .stopped || service.status == .disabled:
                return "it depends on '\(service.name)', which is \(service.status)"
            case .scheduled:
                if try await store.lastRealResult(of: id) == .failed {
                    return "it depends on '\(service.name)', whose last run failed"
                }
            case .system, .native: break
            }
        }
        return nil
    }
}
