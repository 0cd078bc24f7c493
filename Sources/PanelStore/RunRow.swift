import PhoenixModel

/// The row of a run: its columns by place.
package enum RunRow {
    /// What is known from the start and never changes, in the order of `fixedValues(_:)`.
    package static let fixedColumns = "service_id, service_name, run_trigger, scheduled_for, queued_at, timeout"

    /// What `RunTransaction.replace` changes, in the order of `changingValues(_:)`.
    package static let changingColumns = """
        missed_count, missed_last, state, result, reason, started_at, finished_at, worker, targets, targets_succeeded, \
        targets_failed, targets_skipped, targets_unknown, task, waits_for_others, not_before, lease_worker, \
        lease_token, lease_until
        """

    /// What `RunRecord.time` says, as it stands in indexes.
    package static let time = "coalesce(scheduled_for, queued_at)"

    /// In the order of `record(_:)`.
    package static let columns = "id, \(fixedColumns), \(changingColumns), stop_requested"

    package static func fixedValues(_ run: RunRecord) -> [ColumnValue] {
        [
            .init(run.serviceID), .init(run.serviceName), .init(run.trigger.rawValue), .init(run.scheduledFor),
            .init(run.queuedAt), .init(run.timeout),
        ]
    }

    package static func changingValues(_ run: RunRecord) -> [ColumnValue] {
        [
            .init(run.missed.map { Int64($0.count) }), .init(run.missed?.last), .init(run.state.rawValue),
            .init(run.result?.rawValue), .init(run.reason), .init(run.startedAt), .init(run.finishedAt),
            .init(run.worker), .init(run.targets.total), .init(run.targets.succeeded), .init(run.targets.failed),
            .init(run.targets.skipped), .init(run.targets.unknown), .init(run.task?.jsonText()),
            .init(run.waitsForOthers), .init(run.notBefore), .init(run.lease?.worker), .init(run.lease?.token),
            .init(run.lease?.until),
        ]
    }

    package static func record(_ row: some ColumnReading) throws -> RunRecord {
        var run = RunRecord(
            serviceID: try row.integer(1), serviceName: try row.text(2), trigger: try row.word(3),
            scheduledFor: try row.optionalTimestamp(4), state: try row.word(9), queuedAt: try row.timestamp(5),
            task: try row.optionalJSON(20), timeout: try row.integer(6), waitsForOthers: try row.boolean(21),
            notBefore: try row.timestamp(22))
        run.id = try row.integer(0)
        if let count = try row.optionalInteger(7), let last = try row.optionalTimestamp(8) {
            run.missed = MissedTimes(count: Int(count), last: last)
        }
        run.result = try row.optionalWord(10)
        run.reason = try row.optionalText(11)
        run.startedAt = try row.optionalTimestamp(12)
        run.finishedAt = try row.optionalTimestamp(13)
        run.worker = try row.optionalText(14)
        run.targets = TargetCounts(
            total: try row.count(15), succeeded: try row.count(16), failed: try row.count(17),
            skipped: try row.count(18), unknown: try row.count(19))
        if let worker = try row.optionalText(23), let token = try row.optionalInteger(24),
            let until = try row.optionalTimestamp(25)
        {
            run.lease = RunLease(worker: worker, token: token, until: until)
        }
        run.isStopRequested = try row.boolean(26)
        return run
    }
}
