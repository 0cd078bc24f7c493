import PanelStore
import PhoenixModel

/// What is taken: `SKIP LOCKED` passes over the rows of others, and the limit counts the rows that are locked, since
/// the statement that locks is the whole statement.
extension PostgresTransaction {
    func takeDueTasks(at moment: Timestamp, limit: Int) async throws -> [ServiceRecord] {
        let tasks = try await services(
            """
            SELECT \(ServiceRow.columns) FROM service
            WHERE kind = 'scheduled' AND enabled AND next_run <= $1
            ORDER BY next_run, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
            """, [.integer(moment.seconds), .integer(Int64(limit))])
        lockedServices.formUnion(tasks.map(\.id))
        expectedRuns = tasks.count
        if tasks.count > 1 { try await learnRuns(of: tasks) }
        return tasks
    }

    /// What a claim asks of each task.
    private func learnRuns(of tasks: [ServiceRecord]) async throws {
        let ids = PostgresValue.integers(tasks.map(\.id))
        let coverage = try await run(
            """
            SELECT id, due, scheduled_for, missed_last FROM unnest($1::bigint[], $2::bigint[]) AS task (id, due)
            LEFT JOIN LATERAL (
                SELECT scheduled_for, missed_last FROM run WHERE service_id = task.id AND scheduled_for <= task.due
                ORDER BY scheduled_for DESC LIMIT 1
            ) AS last ON true
            """, [ids, .array(tasks.map { .init($0.nextRun) })], after: .runs)
        for row in coverage {
            let due = try row.timestamp(1)
            known.coverage[try row.integer(0)] = (
                due, Self.covers(due, try row.optionalTimestamp(2), try row.optionalTimestamp(3))
            )
        }
        for task in tasks { known.unfinished[task.id] = [] }
        let unfinished = try await run(
            """
            SELECT \(RunRow.columns) FROM run WHERE service_id = ANY ($1::bigint[]) AND state <> 'finished' ORDER BY id
            """, [ids])
        for row in unfinished {
            let run = try RunRow.record(row)
            known.unfinished[run.serviceID]?.append(run)
        }
    }

    func takeStartableRuns(at moment: Timestamp, limit: Int) async throws -> [RunRecord] {
        let taken = try await runs(
            """
            SELECT \(RunRow.columns) FROM run WHERE state = 'queued' AND not_before <= $1
            AND (NOT waits_for_others OR NOT EXISTS (
                SELECT 1 FROM run AS other WHERE other.service_id = run.service_id AND other.state <> 'finished' AND (
                    other.state = 'running'
                    OR other.not_before <= $1 AND (other.not_before, other.id) < (run.not_before, run.id)
                )
            ))
            ORDER BY not_before, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
            """, [.integer(moment.seconds), .integer(Int64(limit))])
        if !taken.isEmpty {
            let tasks = Set(taken.map(\.serviceID))
            let dependencies = try await dependencies(of: Array(tasks))
            for task in tasks { known.dependencies[task] = dependencies[task] ?? [] }
        }
        return taken
    }

    func takeAbandonedRuns(at moment: Timestamp, limit: Int) async throws -> [RunRecord] {
        try await runs(
            """
            SELECT \(RunRow.columns) FROM run WHERE state = 'running' AND lease_until <= $1
            ORDER BY lease_until, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
            """, [.integer(moment.seconds), .integer(Int64(limit))])
    }

    func renewLeases(of worker: String, until moment: Timestamp) async throws -> [HeldRun] {
        // A run that is being written right now has its lease renewed by the next beat: nothing may hold up this one.
        try await run(
            """
            WITH mine AS MATERIALIZED (
                SELECT id FROM run WHERE state = 'running' AND lease_worker = $1 AND lease_until < $2
                FOR NO KEY UPDATE SKIP LOCKED
            )
            UPDATE run SET lease_until = $2 FROM mine WHERE run.id = mine.id
            """, [.text(worker), .integer(moment.seconds)], after: .runs)
        return try await run(
            """
            SELECT id, lease_token, stop_requested FROM run WHERE state = 'running' AND lease_worker = $1 ORDER BY id
            """, [.text(worker)]
        ).map { HeldRun(id: try $0.integer(0), token: try $0.integer(1), isStopRequested: try $0.boolean(2)) }
    }
}
