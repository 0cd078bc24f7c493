import PanelStore
import PhoenixModel

/// Gives runs to this process whose worker is not heard of any more, one batch of them in one transaction.
///
/// A lease that has run out says only that its worker was not heard of by the store's clock. That may have been put
/// forward, or the whole machine was asleep. So a run is taken over only if its lease is still the same after a while.
struct RunTakeover: Sendable {
    struct Outcome: Sendable {
        var taken: [RunRecord] = []
        /// Leases that have run out, and may be renewed yet.
        var suspects: [Int64: RunLease] = [:]
        var now: Timestamp
    }

    let worker: String
    /// Seconds.
    let lease: Int64

    /// Takes over no more than `limit` runs: those of `suspects`, whose leases had run out long enough ago, and those
    /// that were given up. The leases of `held`, which this process carries out, are renewed.
    func run(
        in store: any PanelStoreTransaction, suspects: [Int64: RunLease], held: Set<Int64>, limit: Int
    ) async throws -> Outcome {
        let now = try await store.now()
        let until = Timestamp(seconds: now.seconds + lease)
        var outcome = Outcome(now: now)
        for var run in try await store.takeAbandonedRuns(at: now, limit: limit + held.count) {
            guard let before = run.lease else { continue }
            if held.contains(run.id), before.worker == worker {
                run.lease?.until = until
                _ = try await store.replace(run, ifToken: before.token)
            } else if before.isGivenUp || suspects[run.id] == before {
                guard outcome.taken.count < limit else { continue }
                run.worker = worker
                run.lease = RunLease(worker: worker, token: before.token + 1, until: until)
                if try await store.replace(run, ifToken: before.token) { outcome.taken.append(run) }
            } else {
                outcome.suspects[run.id] = before
            }
        }
        return outcome
    }
}

extension RunLease {
    /// The same lease without a holder, so that the next one need not wait.
    var givenUp: RunLease { RunLease(worker: "", token: token, until: Timestamp(seconds: 0)) }

    fileprivate var isGivenUp: Bool { worker.isEmpty }
}
