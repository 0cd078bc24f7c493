import PanelStore
import PhoenixModel

extension PostgresTransaction: RunReading {
    func run(_ id: Int64) async throws -> RunRecord? {
        try await runs("SELECT \(RunRow.columns) FROM run WHERE id = $1", [.integer(id)]).first
    }

    func steps(ofRun id: Int64) async throws -> [RunStepRecord] {
        try await run(
            "SELECT \(RunStepRow.columns) FROM run_step WHERE run_id = $1 ORDER BY position", [.integer(id)]
        ).map { try RunStepRow.record($0) }
    }

    func runs(_ query: RunQuery) async throws -> RecordSlice<RunRecord> {
        let selection = PostgresRunSelection(query)
        let total = try await count(selection)
        guard query.offset < total else { return RecordSlice(records: [], total: total) }
        let deepPage = query.isFarBehind ? try await deepPage(query, of: total) : nil
        if let deepPage { return RecordSlice(records: deepPage, total: total) }
        let page = selection.page
        return RecordSlice(records: try await runs(page.sql, page.values.parameters), total: total)
    }

    // Inlined, these two crash the optimizer in release builds.
    @inline(never)
    private func count(_ selection: PostgresRunSelection) async throws -> Int {
        try await run(selection.count.sql, selection.count.values, after: .runs)[0].count(0)
    }

    /// A page far behind, found by the counts of stretches of ids; nil where these do not add up to all runs, as a
    /// version that knew none may have left them.
    @inline(never)
    private func deepPage(_ query: RunQuery, of total: Int) async throws -> [RunRecord]? {
        let place = try await run(PostgresRunSelection.place, [.integer(Int64(query.offset))]).first
        guard let place, try place.count(2) == total else { return nil }
        return try await runs(
            "SELECT \(RunRow.columns) FROM run WHERE id < $1 ORDER BY id DESC LIMIT $2 OFFSET $3",
            [.integer(try place.integer(0)), .integer(Int64(query.limit)), .integer(try place.integer(1))])
    }

    func runs(_ query: RunHistoryQuery) async throws -> [RunRecord] {
        let statement = PostgresHistorySelection(query).statement
        return try await runs(statement.sql, statement.values.parameters)
    }

    func newestRuns(of serviceIDs: [Int64], limit: Int) async throws -> [RunRecord] {
        try await runs(
            """
            SELECT newest.* FROM unnest($1::bigint[]) AS task (task_id) CROSS JOIN LATERAL (
                SELECT \(RunRow.columns) FROM run WHERE service_id = task_id ORDER BY id DESC LIMIT $2
            ) AS newest ORDER BY id DESC
            """, [.integers(Set(serviceIDs)), .integer(Int64(limit))])
    }

    func upcomingTasks(limit: Int) async throws -> [ServiceRecord] {
        try await services(
            """
            SELECT \(ServiceRow.columns) FROM service
            WHERE kind = 'scheduled' AND enabled AND next_run IS NOT NULL ORDER BY next_run, id LIMIT $1
            """, [.integer(Int64(limit))])
    }

    func unwellTasks(limit: Int) async throws -> [ServiceRecord] {
        try await services(
            """
            SELECT \(ServiceRow.columns) FROM service
            WHERE kind = 'scheduled' AND enabled AND last_result IN ('failed', 'partial', 'missed')
            ORDER BY last_run DESC, id LIMIT $1
            """, [.integer(Int64(limit))])
    }

    func unfinishedRuns(of serviceID: Int64) async throws -> [RunRecord] {
        if let known = known.unfinished[serviceID] { return known }
        // What a writer decides by it holds until its end: whoever adds or ends runs of the task does this, too.
        if mode != nil, lockedServices.insert(serviceID).inserted {
            try await run("SELECT id FROM service WHERE id = $1 FOR NO KEY UPDATE", [.integer(serviceID)])
        }
        return try await runs(
            "SELECT \(RunRow.columns) FROM run WHERE service_id = $1 AND state <> 'finished' ORDER BY id",
            [.integer(serviceID)])
    }

    func finishedRuns(of serviceID: Int64, limit: Int) async throws -> [RunRecord] {
        try await runs(
            """
            SELECT \(RunRow.columns) FROM run WHERE service_id = $1 AND state = 'finished' ORDER BY id DESC LIMIT $2
            """, [.integer(serviceID), .integer(Int64(limit))])
    }

    func lastRealResult(of serviceID: Int64) async throws -> RunResult? {
        try await run(
            """
            SELECT result FROM run WHERE service_id = $1 AND \(PostgresSchema.realResults) ORDER BY id DESC LIMIT 1
            """, [.integer(serviceID)], after: .runs
        ).first.map { try $0.word(0) }
    }

    func nodes(ofNewestRuns limit: Int) async throws -> Set<TaskNode> {
        let rows = try await run(
            """
            SELECT DISTINCT service_id, node FROM (
                SELECT newest.service_id, run_step.node
                FROM (SELECT id, service_id FROM run ORDER BY id DESC LIMIT $1) AS newest
                JOIN run_step ON run_step.run_id = newest.id LIMIT $2
            ) AS steps WHERE node <> ''
            """, [.integer(Int64(limit)), .integer(Int64(TaskNode.mostSteps))], after: .runs)
        return try Set(rows.map { TaskNode(serviceID: try $0.integer(0), node: try $0.text(1)) })
    }

    func runLoad() async throws -> RunLoad {
        let row = try await run(
            """
            SELECT (SELECT count(*) FROM run WHERE state = 'queued'),
                (SELECT count(*) FROM run WHERE state = 'running'),
                (SELECT next_run FROM service WHERE kind = 'scheduled' AND enabled AND next_run IS NOT NULL
                    ORDER BY next_run, id LIMIT 1),
                (SELECT not_before FROM run WHERE state = 'queued' ORDER BY not_before, id LIMIT 1)
            """, after: [.runs, .services])[0]
        var load = RunLoad()
        load.queued = try row.count(0)
        load.running = try row.count(1)
        load.nextDue = try row.optionalTimestamp(2)
        load.oldestQueued = try row.optionalTimestamp(3)
        return load
    }

    func hasRun(of serviceID: Int64, for scheduledTime: Timestamp) async throws -> Bool {
        if let known = known.coverage[serviceID], known.due == scheduledTime { return known.isCovered }
        let rows = try await run(
            """
            SELECT scheduled_for, missed_last FROM run WHERE service_id = $1 AND scheduled_for <= $2
            ORDER BY scheduled_for DESC LIMIT 1
            """, [.integer(serviceID), .integer(scheduledTime.seconds)], after: .runs)
        return try rows.first.map { try Self.covers(scheduledTime, $0.optionalTimestamp(0), $0.optionalTimestamp(1)) }
            ?? false
    }

    /// Whether the last run at or before a time, with the last of the times that it stands for, covers it.
    static func covers(_ time: Timestamp, _ scheduledFor: Timestamp?, _ lastMissed: Timestamp?) -> Bool {
        scheduledFor == time || lastMissed.map { $0 >= time } ?? false
    }

    func runs(_ sql: String, _ values: [PostgresValue]) async throws -> [RunRecord] {
        try await run(sql, values, after: .runs).map { try RunRow.record($0) }
    }
}

extension RunQuery {
    /// Whether it is for a page of all runs for which they would have to be counted off.
    fileprivate var isFarBehind: Bool {
        isPlain && serviceID == nil && offset >= 1 << PostgresSchema.runStretch
    }
}
