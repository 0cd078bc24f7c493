import GRDB
import PanelStore
import PhoenixModel

extension SQLiteTransaction: HealthTransaction {
    func probeState(of serviceID: Int64) throws -> ProbeState? {
        let statement = try db.cachedStatement(
            sql: "SELECT \(HealthRows.stateColumns) FROM probe_state WHERE service_id = ?")
        return try Row.fetchOne(statement, arguments: [serviceID]).map { try HealthRows.state($0) }
    }

    func probeStates() throws -> [ProbeState] {
        let statement = try db.cachedStatement(
            sql: "SELECT \(HealthRows.stateColumns) FROM probe_state ORDER BY service_id")
        return try Array(Row.fetchCursor(statement).map(HealthRows.state))
    }

    func probeDays(since day: Int64) throws -> [ProbeDay] {
        let statement = try db.cachedStatement(
            sql: "SELECT \(HealthRows.dayColumns) FROM probe_day WHERE day >= ? ORDER BY service_id, day")
        return try Array(Row.fetchCursor(statement, arguments: [day]).map { try HealthRows.day($0) })
    }

    func issues(of serviceIDs: [Int64], limit: Int) throws -> [(serviceID: Int64, issue: ServiceIssue)] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(HealthRows.issueColumns) FROM service_issue
                WHERE service_id IN (SELECT value FROM json_each(?)) ORDER BY last_seen DESC, service_id, code LIMIT ?
                """)
        return try Array(
            Row.fetchCursor(statement, arguments: [Self.list(serviceIDs), limit]).map(HealthRows.issue))
    }

    func probeChecks(of serviceID: Int64, since moment: Timestamp) throws -> [ProbeCheck] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(HealthRows.checkColumns) FROM probe_check WHERE service_id = ? AND at >= ?
                ORDER BY at, id
                """)
        return try Array(
            Row.fetchCursor(statement, arguments: [serviceID, moment.seconds]).map { try HealthRows.check($0) })
    }

    func issues(of serviceID: Int64, limit: Int) throws -> [ServiceIssue] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(HealthRows.issueColumns) FROM service_issue WHERE service_id = ?
                ORDER BY last_seen DESC, code LIMIT ?
                """)
        return try Array(
            Row.fetchCursor(statement, arguments: [serviceID, limit]).map { try HealthRows.issue($0).issue })
    }

    func latestSamples(of serviceID: Int64) throws -> [ServerSample] {
        try latestSamples(
            first: "service_id = ?1 AND server_id > ''",
            next: "following.service_id = ?1 AND following.server_id > latest.server_id", [serviceID, Int64.max])
    }

    func latestSamples(limit: Int) throws -> [ServerSample] {
        try latestSamples(
            first: "(service_id, server_id) > (?1, '')",
            next: "(following.service_id, following.server_id) > (latest.service_id, latest.server_id)",
            [Int64(0), Int64(limit)])
    }

    /// Goes from one server's latest sample to the next one's, past all that is older.
    private func latestSamples(
        first: String, next: String, _ arguments: StatementArguments
    ) throws -> [ServerSample] {
        let statement = try db.cachedStatement(
            sql: """
                WITH RECURSIVE place (id) AS (
                    SELECT * FROM (
                        SELECT id FROM server_sample WHERE \(first) ORDER BY service_id, server_id, at DESC LIMIT 1
                    )
                    UNION ALL
                    SELECT (
                        SELECT following.id FROM server_sample AS following WHERE \(next)
                        ORDER BY following.service_id, following.server_id, following.at DESC LIMIT 1
                    )
                    FROM place CROSS JOIN server_sample AS latest ON latest.id = place.id
                    LIMIT ?2
                )
                SELECT \(HealthRows.sampleColumns) FROM place CROSS JOIN server_sample USING (id)
                """)
        return try Array(Row.fetchCursor(statement, arguments: arguments).map { try HealthRows.sample($0) })
            .sorted(by: ServerSample.areInOrder)
    }

    func takeDueProbes(at moment: Timestamp, until: Timestamp, limit: Int) throws -> [ServiceRecord] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(ServiceRow.columns) FROM service
                WHERE kind = 'system' AND enabled = 1
                AND NOT EXISTS (SELECT 1 FROM probe_lease WHERE service_id = id AND until > ?1)
                AND NOT EXISTS (SELECT 1 FROM probe_state WHERE service_id = id AND next_check > ?1)
                ORDER BY id
                """)
        let rows = try Row.fetchCursor(statement, arguments: [moment.seconds]).map { try ServiceRow.record($0) }
        var taken = try Array(rows.filter(\.isProbed).prefix(limit))
        for record in taken {
            try execute("REPLACE INTO probe_lease (service_id, until) VALUES (?, ?)", [record.id, until.seconds])
        }
        try addDependencies(to: &taken)
        return taken
    }

    func replace(_ state: ProbeState) throws {
        guard try exists(state.serviceID) else { return }
        try execute(
            "REPLACE INTO probe_state (\(HealthRows.stateColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            StatementArguments(HealthRows.values(state)))
        try execute("DELETE FROM probe_lease WHERE service_id = ?", [state.serviceID])
    }

    func insert(_ check: ProbeCheck) throws {
        guard try exists(check.serviceID) else { return }
        try execute(
            "INSERT INTO probe_check (\(HealthRows.checkColumns)) VALUES (?, ?, ?, ?)",
            StatementArguments(HealthRows.values(check)))
    }

    func note(_ issue: ServiceIssue, of serviceID: Int64) throws {
        guard try exists(serviceID) else { return }
        try execute(
            """
            INSERT INTO service_issue (\(HealthRows.issueColumns)) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (service_id, code) DO UPDATE SET severity = excluded.severity, message = excluded.message,
                last_seen = excluded.last_seen, count = count + excluded.count
            """, StatementArguments(HealthRows.values(issue, of: serviceID)))
    }

    func insert(_ samples: [ServerSample]) throws {
        for sample in samples where try exists(sample.serviceID) {
            try execute(
                "REPLACE INTO server_sample (\(HealthRows.sampleColumns)) VALUES (?, ?, ?, ?, ?, ?)",
                StatementArguments(HealthRows.values(sample)))
        }
    }

    func pruneChecks(before moment: Timestamp, limit: Int) throws -> Int {
        try execute(
            "DELETE FROM probe_check WHERE id IN (SELECT id FROM probe_check WHERE at < ? ORDER BY at LIMIT ?)",
            [moment.seconds, limit])
        return try db.changesCount
    }

    func pruneSamples(of serviceID: Int64, before moment: Timestamp, limit: Int) throws -> Int {
        try execute(
            """
            DELETE FROM server_sample WHERE id IN (
                SELECT id FROM server_sample WHERE service_id = ? AND at < ? ORDER BY at LIMIT ?
            )
            """, [serviceID, moment.seconds, limit])
        return try db.changesCount
    }

    private func exists(_ serviceID: Int64) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT 1 FROM service WHERE id = ?")
        return try Int.fetchOne(statement, arguments: [serviceID]) != nil
    }
}
