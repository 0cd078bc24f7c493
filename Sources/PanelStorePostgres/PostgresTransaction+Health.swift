import PanelStore
import PhoenixModel

extension PostgresTransaction: HealthTransaction {
    func probeState(of serviceID: Int64) async throws -> ProbeState? {
        try await run(
            "SELECT \(HealthRows.stateColumns) FROM probe_state WHERE service_id = $1", [.integer(serviceID)]
        ).first.map { try HealthRows.state($0) }
    }

    func probeStates() async throws -> [ProbeState] {
        try await run("SELECT \(HealthRows.stateColumns) FROM probe_state ORDER BY service_id")
            .map { try HealthRows.state($0) }
    }

    func probeDays(since day: Int64) async throws -> [ProbeDay] {
        try await run(
            "SELECT \(HealthRows.dayColumns) FROM probe_day WHERE day >= $1 ORDER BY service_id, day", [.integer(day)]
        ).map { try HealthRows.day($0) }
    }

    func probeChecks(of serviceID: Int64, since moment: Timestamp) async throws -> [ProbeCheck] {
        try await run(
            "SELECT \(HealthRows.checkColumns) FROM probe_check WHERE service_id = $1 AND at >= $2 ORDER BY at, id",
            [.integer(serviceID), .integer(moment.seconds)]
        ).map { try HealthRows.check($0) }
    }

    func issues(of serviceID: Int64, limit: Int) async throws -> [ServiceIssue] {
        try await issues(of: [serviceID], limit: limit).map(\.issue)
    }

    func issues(of serviceIDs: [Int64], limit: Int) async throws -> [(serviceID: Int64, issue: ServiceIssue)] {
        try await run(
            """
            SELECT \(HealthRows.issueColumns) FROM service_issue WHERE service_id = ANY ($1::bigint[])
            ORDER BY last_seen DESC, service_id, code LIMIT $2
            """, [.integers(serviceIDs), .integer(Int64(limit))]
        ).map { try HealthRows.issue($0) }
    }

    func latestSamples(of serviceID: Int64) async throws -> [ServerSample] {
        try await latestSamples(in: "service_id = $1 AND", after: serviceID, limit: .max)
    }

    func latestSamples(limit: Int) async throws -> [ServerSample] {
        try await latestSamples(in: "", after: 0, limit: limit)
    }

    /// Goes from one server's latest sample to the next one's, past all that is older.
    private func latestSamples(in choice: String, after serviceID: Int64, limit: Int) async throws -> [ServerSample] {
        func next(after place: String) -> String {
            """
            SELECT \(HealthRows.sampleColumns) FROM server_sample WHERE \(choice) (service_id, server_id) > (\(place))
            ORDER BY service_id, server_id, at DESC LIMIT 1
            """
        }
        let rows = try await run(
            """
            WITH RECURSIVE latest AS (
                (\(next(after: "$1::bigint, ''")))
                UNION ALL
                SELECT following.* FROM latest CROSS JOIN LATERAL (
                    \(next(after: "latest.service_id, latest.server_id"))
                ) AS following
            )
            SELECT * FROM latest LIMIT $2
            """, [.integer(serviceID), .integer(Int64(limit))])
        return try rows.map { try HealthRows.sample($0) }.sorted(by: ServerSample.areInOrder)
    }

    func takeDueProbes(at moment: Timestamp, until: Timestamp, limit: Int) async throws -> [ServiceRecord] {
        let due = try await run(
            """
            SELECT \(ServiceRow.columns) FROM service WHERE kind = 'system' AND enabled
            AND NOT EXISTS (SELECT 1 FROM probe_lease WHERE service_id = id AND until > $1) ORDER BY id
            """, [.integer(moment.seconds)], after: .services
        ).map { try ServiceRow.record($0) }.filter(\.isProbed).prefix(limit)
        guard !due.isEmpty else { return [] }
        // One of two that found the same service due gets it.
        let taken = try await run(
            """
            INSERT INTO probe_lease (service_id, until)
            SELECT id, $3::bigint FROM service WHERE id = ANY ($1::bigint[]) ORDER BY id
            ON CONFLICT (service_id) DO UPDATE SET until = excluded.until WHERE probe_lease.until <= $2
            RETURNING service_id
            """, [.integers(due.map(\.id)), .integer(moment.seconds), .integer(until.seconds)])
        let ids = try Set(taken.map { try $0.integer(0) })
        let dependencies = try await dependencies(of: Array(ids))
        return due.filter { ids.contains($0.id) }.map { record in
            var record = record
            record.dependsOn = dependencies[record.id] ?? []
            return record
        }
    }

    func replace(_ state: ProbeState) async throws {
        let types = ["bigint", "text", "bigint", "bigint", "bigint", "bigint", "text", "bigint"]
        try await run(
            """
            WITH kept AS (
                INSERT INTO probe_state (\(HealthRows.stateColumns))
                SELECT \(PostgresSQL.typedPlaceholders(types)) WHERE \(Self.serviceExists)
                ON CONFLICT (service_id) DO UPDATE SET
                    \(PostgresSQL.excluded(HealthRows.stateColumns, but: ["service_id"]))
                RETURNING service_id, next_check
            )
            INSERT INTO probe_lease (service_id, until) SELECT service_id, next_check FROM kept
            ON CONFLICT (service_id) DO UPDATE SET until = excluded.until
            """, HealthRows.values(state).parameters)
    }

    func insert(_ check: ProbeCheck) async throws {
        let day = ProbeDay.day(of: check.at)
        try await run(
            """
            WITH added AS (
                INSERT INTO probe_check (\(HealthRows.checkColumns))
                SELECT $1::bigint, $2::bigint, $3::boolean, $4::bigint WHERE \(Self.serviceExists)
                RETURNING service_id, is_success
            ), counted AS (
                INSERT INTO probe_day (\(HealthRows.dayColumns))
                SELECT service_id, $5::bigint, 1, (NOT is_success)::int FROM added
                ON CONFLICT (service_id, day) DO UPDATE SET
                    checks = probe_day.checks + 1, failures = probe_day.failures + excluded.failures
            )
            DELETE FROM probe_day WHERE service_id = $1 AND day < $5 - \(ProbeDay.kept)
            """, HealthRows.values(check).parameters + [.integer(day)])
    }

    func note(_ issue: ServiceIssue, of serviceID: Int64) async throws {
        let types = ["bigint", "text", "text", "text", "bigint", "bigint", "bigint"]
        try await run(
            """
            INSERT INTO service_issue (\(HealthRows.issueColumns))
            SELECT \(PostgresSQL.typedPlaceholders(types)) WHERE \(Self.serviceExists)
            ON CONFLICT (service_id, code) DO UPDATE SET severity = excluded.severity, message = excluded.message,
                last_seen = excluded.last_seen, count = service_issue.count + excluded.count
            """, HealthRows.values(issue, of: serviceID).parameters)
    }

    private static let serviceExists = "EXISTS (SELECT 1 FROM service WHERE id = $1)"

    func insert(_ samples: [ServerSample]) async throws {
        struct Key: Hashable { let serviceID: Int64, serverID: String, at: Timestamp }
        // One statement changes no row twice: the last one counts.
        let latest = samples.reduce(into: [:]) { latest, sample in
            latest[Key(serviceID: sample.serviceID, serverID: sample.target.id, at: sample.at)] = sample
        }
        guard !latest.isEmpty else { return }
        let types = ["bigint", "text", "text", "text", "bigint", "text"]
        let rows = latest.values.map { HealthRows.values($0) }
        try await run(
            """
            INSERT INTO server_sample (\(HealthRows.sampleColumns))
            SELECT new.* FROM unnest(\(PostgresSQL.arrayPlaceholders(types))) AS new (\(HealthRows.sampleColumns))
            WHERE EXISTS (SELECT 1 FROM service WHERE id = new.service_id) ORDER BY service_id, server_id
            ON CONFLICT (service_id, server_id, at) DO UPDATE SET
                server_name = excluded.server_name, node = excluded.node, metrics = excluded.metrics
            """, PostgresValue.columns(of: rows, count: types.count))
    }

    func pruneChecks(before moment: Timestamp, limit: Int) async throws -> Int {
        try await run(
            """
            WITH old AS MATERIALIZED (
                SELECT id FROM probe_check WHERE at < $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED
            )
            DELETE FROM probe_check USING old WHERE probe_check.id = old.id
            """, [.integer(moment.seconds), .integer(Int64(limit))]
        ).affectedCount
    }

    func pruneSamples(of serviceID: Int64, before moment: Timestamp, limit: Int) async throws -> Int {
        try await run(
            """
            WITH old AS MATERIALIZED (
                SELECT id FROM server_sample WHERE service_id = $1 AND at < $2 ORDER BY at LIMIT $3
                FOR UPDATE SKIP LOCKED
            )
            DELETE FROM server_sample USING old WHERE server_sample.id = old.id
            """, [.integer(serviceID), .integer(moment.seconds), .integer(Int64(limit))]
        ).affectedCount
    }
}
