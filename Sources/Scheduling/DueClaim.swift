import Cron
import PanelStore
import PhoenixModel

/// Turns tasks that are due into runs: one batch of them in one transaction.
struct DueClaim: Sendable {
    struct Outcome: Sendable {
        /// How many tasks were due.
        var tasks = 0
        /// All rows that were added.
        var rows: [RunRecord] = []
        /// Tasks whose schedule cannot be read here.
        var unreadable: [(task: ServiceRecord, reason: String)] = []
        var release: ReleaseRate
    }

    /// How many times of one task are covered in one transaction.
    private static let timesAtOnce = 100

    let grace: Int64
    let batch: Int
    let zones: ZoneDatabase
    let messages: RunMessages

    /// Claims one batch. `release` says where catch-ups have got to, and the outcome where they have got to then.
    func run(in store: any PanelStoreTransaction, release: ReleaseRate) async throws -> Outcome {
        var outcome = Outcome(release: release)
        let now = try await store.now()
        for task in try await store.takeDueTasks(at: now, limit: batch) {
            guard let due = task.nextRun else { continue }
            outcome.tasks += 1
            switch Result(catching: { () throws(UnreadableSchedule) in try TaskTimes(task, zones: zones) }) {
            case .success(let times):
                try await claim(task, times, due: due, now: now, in: store, &outcome)
            case .failure(let error):
                // It stays undone until somebody saves it again, and does not hold up the others until then.
                outcome.unreadable.append((task, error.reason))
                try await claimUnreadable(task, error.reason, due: due, now: now, in: store, &outcome)
            }
        }
        return outcome
    }

    private func claim(
        _ task: ServiceRecord, _ times: TaskTimes, due: Timestamp, now: Timestamp,
        in store: any PanelStoreTransaction, _ outcome: inout Outcome
    ) async throws {
        var next: Timestamp? = due
        var looks = 0
        while let time = next, time <= now, looks < Self.timesAtOnce {
            looks += 1
            // Times are covered already where a clock was wrong and the schedule has changed since.
            if try await store.hasRun(of: task.id, for: time) {
                next = times.next(after: time)
                continue
            }
            let isLast = times.next(after: time).map { $0 > now } ?? true
            let isAlone = isLast ? false : try await isCovered(task, from: time, to: now, in: store)
            let plan = DuePlan(
                task, times: times, due: time, through: isAlone ? time : now, now: now, grace: grace,
                count: Self.timesAtOnce - looks, unfinished: try await store.unfinishedRuns(of: task.id),
                release: &outcome.release)
            for row in plan.rows { try await insert(row, of: task, in: store, &outcome) }
            looks += plan.rows.count
            next = plan.next
        }
        try await store.setNextRun(of: task.id, to: next)
    }

    /// Whether any time in a stretch is covered.
    private func isCovered(
        _ task: ServiceRecord, from start: Timestamp, to end: Timestamp, in store: any PanelStoreTransaction
    ) async throws -> Bool {
        var query = RunQuery()
        query.serviceID = task.id
        query.since = start
        query.until = end
        query.limit = 100
        // A manual run is found by when it was asked for.
        return try await store.runs(query).records.contains { $0.scheduledFor != nil }
    }

    private func claimUnreadable(
        _ task: ServiceRecord, _ reason: String, due: Timestamp, now: Timestamp,
        in store: any PanelStoreTransaction, _ outcome: inout Outcome
    ) async throws {
        if try await !store.hasRun(of: task.id, for: due) {
            var row = RunRecord(
                serviceID: task.id, serviceName: task.name, trigger: .schedule, scheduledFor: due, state: .queued,
                queuedAt: now, task: nil, timeout: task.timeout)
            row.finish(.skipped, "\(reason); it is not due again before it is saved with one that can be read", at: now)
            try await insert(row, of: task, in: store, &outcome)
        }
        try await store.setNextRun(of: task.id, to: nil)
    }

    private func insert(
        _ row: RunRecord, of task: ServiceRecord, in store: any PanelStoreTransaction, _ outcome: inout Outcome
    ) async throws {
        let row =
            row.state == .finished
            ? try await store.insertFinished(row, of: task, announcing: messages) : try await store.insert(row)
        outcome.rows.append(row)
    }
}
