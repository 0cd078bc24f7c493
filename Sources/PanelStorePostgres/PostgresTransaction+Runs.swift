import PanelStore
import PhoenixModel

extension PostgresTransaction: RunTransaction {
    func setNextRun(of serviceID: Int64, to moment: Timestamp?) async throws { note(serviceID) { $0.nextRun = moment } }

    func noteRun(of serviceID: Int64, at moment: Timestamp, result: RunResult) async throws {
        note(serviceID) { $0.lastRun = (moment, result) }
    }

    func setObservedStatus(of serviceID: Int64, to status: ServiceStatus?) async throws {
        note(serviceID) { $0.observedStatus = status }
    }

    func insert(_ run: RunRecord) async throws -> RunRecord {
        var run = run.settled
        run.isStopRequested = false
        known.forgetRuns(of: run.serviceID)
        // Of the tasks that a claim takes, most get one run each.
        if reservedRunIDs.isEmpty, expectedRuns > 1 { try await reserveRunIDs() }
        if let id = reservedRunIDs.popFirst() {
            run.id = id
            newRuns.append(run)
            return run
        }
        return try await insertAtOnce(run)
    }

    // Inlined, it crashes the optimizer of Swift 6.2 in release builds.
    @inline(never)
    private func insertAtOnce(_ run: RunRecord) async throws -> RunRecord {
        let added = try await self.run(
            """
            WITH added AS (
                INSERT INTO run (\(Self.insertedColumns)) VALUES (\(PostgresSQL.placeholders(Self.insertedTypes.count)))
                RETURNING id, service_id, result
            ), counted AS (\(Self.count("added")))
            SELECT id FROM added
            """, (RunRow.fixedValues(run) + RunRow.changingValues(run) + [.boolean(false)]).parameters, after: .runs)
        var run = run
        run.id = try added[0].integer(0)
        if run.state == .finished { hasChangedRunCounts = true }
        return run
    }

    @inline(never)
    private func reserveRunIDs() async throws {
        let ids = try await run(
            "SELECT nextval('run_id_seq') FROM generate_series(1, $1::bigint)", [.integer(Int64(expectedRuns))])
        reservedRunIDs = try ids.map { try $0.integer(0) }[...]
        expectedRuns = 0
    }

    func writeRuns() async throws {
        let rows = newRuns.map { run in
            [.integer(run.id)] + RunRow.fixedValues(run) + RunRow.changingValues(run) + [.boolean(false)]
        }
        if newRuns.contains(where: { $0.state == .finished }) { hasChangedRunCounts = true }
        newRuns = []
        let types = ["bigint"] + Self.insertedTypes
        try await run(
            """
            WITH added AS (
                INSERT INTO run (id, \(Self.insertedColumns))
                SELECT * FROM unnest(\(PostgresSQL.arrayPlaceholders(types))) RETURNING id, service_id, result
            ) \(Self.count("added"))
            """, PostgresValue.columns(of: rows, count: types.count))
    }

    private static let insertedColumns = "\(RunRow.fixedColumns), \(RunRow.changingColumns), stop_requested"

    /// Of `insertedColumns`.
    private static let insertedTypes =
        ["bigint", "text", "text", "bigint", "bigint", "bigint"]
        + [
            "bigint", "bigint", "text", "text", "text", "bigint", "bigint", "text", "bigint", "bigint", "bigint",
            "bigint", "bigint", "text", "boolean", "bigint", "text", "bigint", "bigint",
        ] + ["boolean"]

    /// Counts those of some changed rows that are finished.
    private static func count(_ rows: String) -> String {
        """
        INSERT INTO run_change (service_id, result, runs, stretch)
        SELECT service_id, result, 1, id >> \(PostgresSchema.runStretch) FROM \(rows) WHERE result IS NOT NULL
        """
    }

    func replace(_ run: RunRecord, ifToken token: Int64?) async throws -> Bool {
        let run = run.settled
        known.forgetRuns(of: run.serviceID)
        let values = RunRow.changingValues(run).parameters
        let replaced = try await self.run(
            """
            WITH replaced AS (
                UPDATE run SET \(PostgresSQL.assignments(RunRow.changingColumns))
                WHERE id = $\(values.count + 1) AND state <> 'finished'
                AND lease_token IS NOT DISTINCT FROM $\(values.count + 2) RETURNING id, service_id, result
            ), counted AS (\(Self.count("replaced"))), cleared AS (
                UPDATE run_step SET instruction = NULL
                WHERE run_id IN (SELECT id FROM replaced WHERE result IS NOT NULL) AND instruction IS NOT NULL
            )
            SELECT id FROM replaced
            """, values + [.integer(run.id), PostgresValue(token)], after: .runs)
        guard !replaced.isEmpty else { return false }
        if run.state == .finished { hasChangedRunCounts = true }
        return true
    }

    func insert(_ steps: [RunStepRecord], ofRun id: Int64, ifToken token: Int64) async throws -> Bool {
        // Nobody takes the run over before the end of this transaction.
        let holder = try await run(
            "SELECT id FROM run WHERE id = $1 AND lease_token = $2 FOR NO KEY UPDATE", [.integer(id), .integer(token)],
            after: .runs)
        guard !holder.isEmpty else { return false }
        let types = ["bigint"] + Self.stepTypes
        let rows = steps.map { [.integer(id)] + RunStepRow.values($0) }
        try await run(
            """
            INSERT INTO run_step (run_id, \(RunStepRow.columns))
            SELECT * FROM unnest(\(PostgresSQL.arrayPlaceholders(types)))
            ON CONFLICT (run_id, position) DO UPDATE
            SET \(PostgresSQL.excluded(RunStepRow.columns, but: ["position"]))
            """, PostgresValue.columns(of: rows, count: types.count))
        return true
    }

    private static let stepTypes = [
        "bigint", "text", "text", "text", "text", "text", "text", "text", "text", "bigint", "bigint", "bigint",
    ]

    func replace(_ step: RunStepRecord, ofRun id: Int64, ifToken token: Int64) async throws -> Bool {
        let values = RunStepRow.values(step).parameters
        let count = values.count
        // The lock lets whoever takes the run over come before this statement or after this transaction.
        return try await run(
            """
            WITH held AS MATERIALIZED (
                SELECT id FROM run WHERE id = $\(count + 1) AND lease_token = $\(count + 2) FOR NO KEY UPDATE
            )
            UPDATE run_step SET \(PostgresSQL.assignments(RunStepRow.columns)) FROM held
            WHERE run_id = held.id AND position = $1
            """, values + [.integer(id), .integer(token)], after: .runs
        ).affectedCount > 0
    }

    func requestStop(ofRun id: Int64) async throws {
        try await run(
            "UPDATE run SET stop_requested = true WHERE id = $1 AND state = 'running'", [.integer(id)], after: .runs)
    }

    func pruneRuns(_ retention: RunRetention, limit: Int) async throws -> Int {
        let ids = try await PostgresPrunableRuns(transaction: self, retention: retention).ids(limit: limit)
        guard !ids.isEmpty else { return 0 }
        let gone = try await run(
            """
            WITH mine AS MATERIALIZED (
                SELECT id FROM run WHERE id = ANY ($1::bigint[]) AND state = 'finished' FOR UPDATE SKIP LOCKED
            ), gone AS (
                DELETE FROM run USING mine WHERE run.id = mine.id RETURNING run.id, run.service_id, run.result
            ), counted AS (
                INSERT INTO run_change (service_id, result, runs, stretch)
                SELECT service_id, result, -count(*), id >> \(PostgresSchema.runStretch)
                FROM gone GROUP BY service_id, result, id >> \(PostgresSchema.runStretch)
            )
            SELECT count(*) FROM gone
            """, [.integers(ids)], after: .runs)
        hasChangedRunCounts = true
        return try gone[0].count(0)
    }
}
