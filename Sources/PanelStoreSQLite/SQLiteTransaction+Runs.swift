import GRDB
import PanelStore
import PhoenixModel

extension SQLiteTransaction: RunTransaction {
    func now() -> Timestamp { clock() }

    func run(_ id: Int64) throws -> RunRecord? {
        try runs("SELECT \(RunRow.columns) FROM run WHERE id = ?", [id]).first
    }

    func steps(ofRun id: Int64) throws -> [RunStepRecord] {
        let statement = try db.cachedStatement(
            sql: "SELECT \(RunStepRow.columns) FROM run_step WHERE run_id = ? ORDER BY position")
        return try Array(Row.fetchCursor(statement, arguments: [id]).map { try RunStepRow.record($0) })
    }

    func runs(_ query: RunQuery) throws -> RecordSlice<RunRecord> { try RunSelection(db: db, query: query).slice() }

    func runs(_ query: RunHistoryQuery) throws -> [RunRecord] {
        let statement = RunHistorySelection(query).statement
        return try runs(statement.sql, StatementArguments(statement.values))
    }

    func newestRuns(of serviceIDs: [Int64], limit: Int) throws -> [RunRecord] {
        // CROSS JOIN: the tasks one by one, and of each the end of its stretch in the index.
        try runs(
            """
            SELECT \(RunRow.columns) FROM (SELECT value AS task_id FROM json_each(?)) CROSS JOIN run
            WHERE id IN (
                SELECT newest.id FROM run AS newest WHERE newest.service_id = task_id ORDER BY newest.id DESC LIMIT ?
            ) ORDER BY id DESC
            """, [Self.list(serviceIDs), limit])
    }

    func upcomingTasks(limit: Int) throws -> [ServiceRecord] {
        try tasks(
            """
            SELECT \(ServiceRow.columns) FROM service
            WHERE kind = 'scheduled' AND enabled = 1 AND next_run IS NOT NULL ORDER BY next_run, id LIMIT ?
            """, limit: limit)
    }

    func unwellTasks(limit: Int) throws -> [ServiceRecord] {
        try tasks(
            """
            SELECT \(ServiceRow.columns) FROM service WHERE \(SQLiteSchema.unwell) ORDER BY last_run DESC, id LIMIT ?
            """, limit: limit)
    }

    private func tasks(_ sql: String, limit: Int) throws -> [ServiceRecord] {
        var records = try Array(
            Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [limit]).map(ServiceRow.record))
        try addDependencies(to: &records)
        return records
    }

    /// Ids as `json_each` takes them.
    static func list(_ ids: [Int64]) -> String { "[\(ids.map(String.init).joined(separator: ","))]" }

    func unfinishedRuns(of serviceID: Int64) throws -> [RunRecord] {
        try runs(
            "SELECT \(RunRow.columns) FROM run WHERE service_id = ? AND state <> 'finished' ORDER BY id", [serviceID])
    }

    func finishedRuns(of serviceID: Int64, limit: Int) throws -> [RunRecord] {
        try runs(
            """
            SELECT \(RunRow.columns) FROM run WHERE service_id = ? AND state = 'finished' ORDER BY id DESC LIMIT ?
            """, [serviceID, limit])
    }

    func lastRealResult(of serviceID: Int64) throws -> RunResult? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT result FROM run WHERE service_id = ? AND result IN ('succeeded', 'partial', 'failed')
                ORDER BY id DESC LIMIT 1
                """)
        return try Row.fetchOne(statement, arguments: [serviceID]).map { try $0.word(0) }
    }

    func runLoad() throws -> RunLoad {
        let counts = try db.cachedStatement(sql: "SELECT status, runs FROM run_count WHERE service_id = ?")
        var load = RunLoad()
        let rows = try Row.fetchCursor(counts, arguments: [SQLiteSchema.allRuns])
        while let row = try rows.next() {
            switch RunState(rawValue: row[0]) {
            case .queued: load.queued = row[1]
            case .running: load.running = row[1]
            case .finished, nil: break
            }
        }
        load.nextDue = try moment(
            """
            SELECT next_run FROM service WHERE kind = 'scheduled' AND enabled = 1 AND next_run IS NOT NULL
            ORDER BY next_run LIMIT 1
            """)
        load.oldestQueued = try moment("SELECT not_before FROM run WHERE state = 'queued' ORDER BY not_before LIMIT 1")
        return load
    }

    func nodes(ofNewestRuns limit: Int) throws -> Set<TaskNode> {
        let statement = try db.cachedStatement(
            sql: """
                SELECT DISTINCT service_id, node FROM (
                    SELECT newest.service_id, run_step.node
                    FROM (SELECT id, service_id FROM run ORDER BY id DESC LIMIT ?) AS newest
                    CROSS JOIN run_step ON run_step.run_id = newest.id LIMIT ?
                ) WHERE node <> ''
                """)
        return try Set(
            Row.fetchCursor(statement, arguments: [limit, TaskNode.mostSteps]).map {
                TaskNode(serviceID: $0[0], node: $0[1])
            })
    }

    func takeDueTasks(at moment: Timestamp, limit: Int) throws -> [ServiceRecord] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(ServiceRow.columns) FROM service
                WHERE kind = 'scheduled' AND enabled = 1 AND next_run <= ? ORDER BY next_run, id LIMIT ?
                """)
        var records = try Array(
            Row.fetchCursor(statement, arguments: [moment.seconds, limit]).map { try ServiceRow.record($0) })
        try addDependencies(to: &records)
        return records
    }

    func setNextRun(of serviceID: Int64, to moment: Timestamp?) throws {
        try execute(
            "UPDATE service SET next_run = ?1 WHERE id = ?2 AND next_run IS NOT ?1", [moment?.seconds, serviceID])
    }

    func insert(_ run: RunRecord) throws -> RunRecord {
        var run = run.settled
        run.isStopRequested = false
        try execute(
            """
            INSERT INTO run (\(RunRow.fixedColumns), \(RunRow.changingColumns), stop_requested)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
            """, StatementArguments(RunRow.fixedValues(run) + RunRow.changingValues(run)))
        run.id = try db.lastInsertedRowID
        return run
    }

    func hasRun(of serviceID: Int64, for scheduledTime: Timestamp) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                SELECT scheduled_for, missed_last FROM run WHERE service_id = ? AND scheduled_for <= ?
                ORDER BY scheduled_for DESC LIMIT 1
                """)
        guard let row = try Row.fetchOne(statement, arguments: [serviceID, scheduledTime.seconds]) else { return false }
        return try row.timestamp(0) == scheduledTime || row.optionalTimestamp(1).map { $0 >= scheduledTime } ?? false
    }

    func takeStartableRuns(at moment: Timestamp, limit: Int) throws -> [RunRecord] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(RunRow.columns) FROM run WHERE state = 'queued' AND not_before <= ?
                AND (waits_for_others = 0 OR NOT EXISTS (
                    SELECT 1 FROM run AS other
                    WHERE other.service_id = run.service_id AND other.state <> 'finished' AND other.state = 'running'
                ))
                ORDER BY not_before, id
                """)
        var runs: [RunRecord] = []
        var started: Set<Int64> = []
        let rows = try Row.fetchCursor(statement, arguments: [moment.seconds])
        while runs.count < limit, let row = try rows.next() {
            let run = try RunRow.record(row)
            let isFirst = started.insert(run.serviceID).inserted
            if isFirst || !run.waitsForOthers { runs.append(run) }
        }
        return runs
    }

    func takeAbandonedRuns(at moment: Timestamp, limit: Int) throws -> [RunRecord] {
        try runs(
            """
            SELECT \(RunRow.columns) FROM run WHERE state = 'running' AND lease_until <= ?
            ORDER BY lease_until, id LIMIT ?
            """, [moment.seconds, limit])
    }

    func replace(_ run: RunRecord, ifToken token: Int64?) throws -> Bool {
        let run = run.settled
        try execute(
            """
            UPDATE run SET (\(RunRow.changingColumns)) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            WHERE id = ? AND state <> 'finished' AND lease_token IS ?
            """, StatementArguments(RunRow.changingValues(run) + [.init(run.id), .init(token)]))
        guard try db.changesCount > 0 else { return false }
        if run.state == .finished {
            try execute("UPDATE run_step SET instruction = NULL WHERE run_id = ?", [run.id])
        }
        return true
    }

    func insert(_ steps: [RunStepRecord], ofRun id: Int64, ifToken token: Int64) throws -> Bool {
        let holder = try db.cachedStatement(sql: "SELECT 1 FROM run WHERE id = ? AND lease_token = ?")
        guard try Int.fetchOne(holder, arguments: [id, token]) != nil else { return false }
        for step in steps {
            try execute(
                """
                REPLACE INTO run_step (run_id, \(RunStepRow.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, StatementArguments([.init(id)] + RunStepRow.values(step)))
        }
        return true
    }

    func replace(_ step: RunStepRecord, ofRun id: Int64, ifToken token: Int64) throws -> Bool {
        // Checks the token of the run's lease and writes, at once.
        try execute(
            """
            UPDATE run_step SET (\(RunStepRow.columns)) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            WHERE run_id = ? AND position = ? AND EXISTS (SELECT 1 FROM run WHERE id = run_id AND lease_token = ?)
            """,
            StatementArguments(RunStepRow.values(step) + [.init(id), .init(step.position), .init(token)]))
        return try db.changesCount > 0
    }

    func renewLeases(of worker: String, until moment: Timestamp) throws -> [HeldRun] {
        try execute(
            "UPDATE run SET lease_until = ?1 WHERE state = 'running' AND lease_worker = ?2 AND lease_until < ?1",
            [moment.seconds, worker])
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, lease_token, stop_requested FROM run WHERE state = 'running' AND lease_worker = ?
                ORDER BY +id
                """)
        let rows = try Row.fetchCursor(statement, arguments: [worker])
        return try Array(rows.map { HeldRun(id: $0[0], token: $0[1], isStopRequested: $0[2]) })
    }

    func requestStop(ofRun id: Int64) throws {
        try execute("UPDATE run SET stop_requested = 1 WHERE id = ? AND state = 'running'", [id])
    }

    func noteRun(of serviceID: Int64, at moment: Timestamp, result: RunResult) throws {
        try execute(
            """
            UPDATE service SET last_run = ?1, last_result = ?2
            WHERE id = ?3 AND (last_run IS NOT ?1 OR last_result IS NOT ?2)
            """, [moment.seconds, result.rawValue, serviceID])
    }

    func setObservedStatus(of serviceID: Int64, to status: ServiceStatus?) throws {
        try execute(
            "UPDATE service SET observed_status = ?1 WHERE id = ?2 AND observed_status IS NOT ?1",
            [status?.rawValue, serviceID])
    }

    func pruneRuns(_ retention: RunRetention, limit: Int) throws -> Int {
        let ids = try PrunableRuns(db: db, retention: retention).ids(limit: limit)
        for id in ids { try execute("DELETE FROM run WHERE id = ?", [id]) }
        return ids.count
    }

    private func runs(_ sql: String, _ arguments: StatementArguments) throws -> [RunRecord] {
        try Array(Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments).map { try RunRow.record($0) })
    }

    private func moment(_ sql: String) throws -> Timestamp? {
        try Int64.fetchOne(db.cachedStatement(sql: sql)).map(Timestamp.init(seconds:))
    }
}
