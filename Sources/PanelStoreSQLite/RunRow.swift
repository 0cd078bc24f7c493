import GRDB
import PanelStore
import PhoenixModel

/// The row of a run: its columns by place.
enum RunRow {
    /// What is known from the start and never changes.
    private static let fixedColumns =
        "service_id, service_name, run_trigger, scheduled_for, queued_at, timeout"

    /// What `RunTransaction.replace` changes, in the order of `changingValues(_:)`.
    private static let changingColumns = """
        missed_count, missed_last, state, result, reason, started_at, finished_at, worker, targets, targets_succeeded, \
        targets_failed, targets_skipped, targets_unknown, task, waits_for_others, not_before, lease_worker, \
        lease_token, lease_until
        """

    /// In the order of `record(_:)`.
    static let columns = "id, \(fixedColumns), \(changingColumns), stop_requested"

    static let insertion = """
        INSERT INTO run (\(fixedColumns), \(changingColumns), stop_requested) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
        """

    static let replacement = """
        UPDATE run SET (\(changingColumns)) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
        WHERE id = ? AND state <> 'finished' AND lease_token IS ?
        """

    static func fixedValues(_ run: RunRecord) -> [(any DatabaseValueConvertible)?] {
        [
            run.serviceID, run.serviceName, run.trigger.rawValue, run.scheduledFor?.seconds, run.queuedAt.seconds,
            run.timeout,
        ]
    }

    static func changingValues(_ run: RunRecord) -> [(any DatabaseValueConvertible)?] {
        [
            run.missed?.count, run.missed?.last.seconds, run.state.rawValue, run.result?.rawValue, run.reason,
            run.startedAt?.seconds, run.finishedAt?.seconds, run.worker, run.targets.total, run.targets.succeeded,
            run.targets.failed, run.targets.skipped, run.targets.unknown, run.task?.jsonText(), run.waitsForOthers,
            run.notBefore.seconds, run.lease?.worker, run.lease?.token, run.lease?.until.seconds,
        ]
    }

    static func record(_ row: Row) throws -> RunRecord {
        var run = RunRecord(
            serviceID: row[1], serviceName: row[2], trigger: try row.word(3), scheduledFor: row.optionalTimestamp(4),
            state: try row.word(9), queuedAt: row.timestamp(5), task: try row.optionalJSON(20), timeout: row[6],
            waitsForOthers: row[21], notBefore: row.timestamp(22))
        run.id = row[0]
        let missedCount: Int? = row[7]
        if let missedCount, let last = row.optionalTimestamp(8) {
            run.missed = MissedTimes(count: missedCount, last: last)
        }
        run.result = try row.optionalWord(10)
        run.reason = row[11]
        run.startedAt = row.optionalTimestamp(12)
        run.finishedAt = row.optionalTimestamp(13)
        run.worker = row[14]
        run.targets = TargetCounts(
            total: row[15], succeeded: row[16], failed: row[17], skipped: row[18], unknown: row[19])
        let leaseWorker: String? = row[23]
        let leaseToken: Int64? = row[24]
        if let leaseWorker, let leaseToken, let until = row.optionalTimestamp(25) {
            run.lease = RunLease(worker: leaseWorker, token: leaseToken, until: until)
        }
        run.isStopRequested = row[26]
        return run
    }
}
