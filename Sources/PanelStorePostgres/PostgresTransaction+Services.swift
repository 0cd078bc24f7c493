import PanelStore
import PhoenixModel

extension PostgresTransaction: PanelStoreReading {
    func service(_ id: Int64) async throws -> ServiceRecord? {
        // Whoever writes alone keeps the rules of a service between reading and writing it.
        let lock = mode == .alone ? " FOR NO KEY UPDATE" : ""
        let rows = try await run(
            "SELECT \(ServiceRow.columns) FROM service WHERE id = $1\(lock)", [.integer(id)], after: .services)
        guard let row = rows.first else { return nil }
        if mode == .alone { lockedServices.insert(id) }
        var record = try ServiceRow.record(row)
        record.dependsOn = try await dependencies(of: id)
        return record
    }

    func services(_ ids: [Int64]) async throws -> [ServiceRecord] {
        try await services(
            "SELECT \(ServiceRow.columns) FROM service WHERE id = ANY ($1::bigint[]) ORDER BY id", [.integers(ids)])
    }

    func service(named name: String) async throws -> ServiceReference? {
        try await references(
            "SELECT \(ServiceRow.referenceColumns) FROM service WHERE name_key = $1", [.text(NameKey.composed(name))]
        ).first
    }

    func forEachService(_ body: (ServiceRecord) throws -> Void) async throws {
        var last: Int64 = 0
        while true {
            let records = try await services(
                "SELECT \(ServiceRow.columns) FROM service WHERE id > $1 ORDER BY id LIMIT $2",
                [.integer(last), .integer(Self.servicesAtOnce)])
            for record in records { try body(record) }
            guard records.count == Self.servicesAtOnce, let id = records.last?.id else { return }
            last = id
        }
    }

    private static let servicesAtOnce: Int64 = 2_000

    func taskSchedules() async throws -> [TaskSchedule] {
        try await run(
            """
            SELECT id, name, schedule, timezone, CASE WHEN strpos(task, '"node:') > 0 THEN task END FROM service
            WHERE kind = 'scheduled' AND enabled AND schedule IS NOT NULL ORDER BY id
            """
        ).map {
            TaskSchedule(
                id: try $0.integer(0), name: try $0.text(1), schedule: try $0.text(2), timezone: try $0.text(3),
                nodes: try $0.optionalJSON(4).flatMap { ServerSelection(ofTask: $0) }?.nodes)
        }
    }

    func serviceCount() async throws -> Int {
        let rows = try await run("SELECT coalesce(sum(system + scheduled), 0)::bigint FROM service_count")
        return try rows[0].count(0)
    }

    func page(_ query: ServiceQuery) async throws -> RecordSlice<ServiceRecord> {
        if query.isPlain {
            var page = PlainServicePage(query)
            for row in try await run(PlainServicePage.counts) { try page.add(row) }
            return RecordSlice(records: try await services(page.statement(in: .postgres)), total: page.total)
        }
        let selection = ServiceSelection(query, in: .postgres)
        let records = try await services(selection.page)
        let count = try await run(selection.count.sql, selection.count.values.parameters)
        return RecordSlice(records: records, total: try count[0].count(0))
    }

    private func services(_ statement: SQLStatement) async throws -> [ServiceRecord] {
        try await services(statement.sql, statement.values.parameters)
    }

    func references(_ ids: [Int64]) async throws -> [ServiceReference] {
        try await references(
            "SELECT \(ServiceRow.referenceColumns) FROM service WHERE id = ANY ($1::bigint[]) ORDER BY id",
            [.integers(ids)])
    }

    func dependencies(of id: Int64) async throws -> [Int64] {
        if let known = known.dependencies[id] { return known }
        return try await run(
            "SELECT depends_on FROM dependency WHERE service_id = $1 ORDER BY depends_on", [.integer(id)]
        ).map { try $0.integer(0) }
    }

    func dependents(of id: Int64) async throws -> [ServiceReference] {
        try await references(
            """
            SELECT \(ServiceRow.referenceColumns) FROM dependency JOIN service ON id = service_id
            WHERE depends_on = $1 ORDER BY service_id
            """, [.integer(id)])
    }

    private func references(_ sql: String, _ values: [PostgresValue]) async throws -> [ServiceReference] {
        try await run(sql, values).map { try ServiceRow.reference($0) }
    }

    /// The services of a statement, with their dependencies.
    func services(_ sql: String, _ values: [PostgresValue]) async throws -> [ServiceRecord] {
        var records = try await run(sql, values, after: .services).map { try ServiceRow.record($0) }
        guard !records.isEmpty else { return [] }
        let dependencies = try await dependencies(of: records.map(\.id))
        for index in records.indices { records[index].dependsOn = dependencies[records[index].id] ?? [] }
        return records
    }

    func dependencies(of ids: [Int64]) async throws -> [Int64: [Int64]] {
        let edges = try await run(
            """
            SELECT service_id, depends_on FROM dependency WHERE service_id = ANY ($1::bigint[])
            ORDER BY service_id, depends_on
            """, [.integers(ids)])
        var dependencies: [Int64: [Int64]] = [:]
        for edge in edges { dependencies[try edge.integer(0), default: []].append(try edge.integer(1)) }
        return dependencies
    }

    func rememberedAnswer(scope: String, key: String, now: Timestamp) async throws -> RememberedAnswer? {
        try await run(
            """
            SELECT request, answer, service_id, expires_at FROM answer
            WHERE scope = $1 AND key = $2 AND expires_at > $3
            """, [.text(scope), .text(key), .integer(now.seconds)]
        ).first.map { row in
            RememberedAnswer(
                scope: scope, key: key, request: try row.text(0), answer: try row.text(1),
                serviceID: try row.integer(2), expiresAt: try row.timestamp(3))
        }
    }

    func apiKey(_ id: String) async throws -> APIKeyRecord? {
        try await run("SELECT \(APIKeyRow.columns) FROM api_key WHERE id = $1", [.text(id)]).first
            .map { try APIKeyRow.record($0) }
    }

    func apiKeys() async throws -> [APIKeyRecord] {
        try await run("SELECT \(APIKeyRow.columns) FROM api_key ORDER BY name").map { try APIKeyRow.record($0) }
    }
}

extension PostgresTransaction: PanelStoreTransaction {
    func insert(_ record: ServiceRecord) async throws -> ServiceRecord {
        var record = record
        record.id = try await send(Self.insertion(of: record))[0].integer(0)
        record.observedStatus = nil
        hasChangedServices = true
        return record
    }

    /// Adds a service with its dependencies, counts it, and answers its id.
    static func insertion(of record: ServiceRecord) -> PostgresStatement {
        let values = ServiceRow.insertedValues(record).parameters
        return PostgresStatement(
            """
            WITH added AS (
                INSERT INTO service (\(ServiceRow.insertedColumns))
                VALUES (\(PostgresSQL.placeholders(values.count))) RETURNING id, kind
            ), counted AS (
                INSERT INTO service_count (stretch, system, scheduled)
                SELECT id >> 10, (kind = 'system')::int, (kind = 'scheduled')::int FROM added
                ON CONFLICT (stretch) DO UPDATE SET
                    system = service_count.system + excluded.system,
                    scheduled = service_count.scheduled + excluded.scheduled
            ), linked AS (
                INSERT INTO dependency (service_id, depends_on)
                SELECT id, unnest($\(values.count + 1)::bigint[]) FROM added
            )
            SELECT id FROM added
            """, values + [.integers(record.dependsOn)])
    }

    func replace(_ record: ServiceRecord) async throws {
        let values = ServiceRow.configurationValues(record).parameters
        let (id, list) = ("$\(values.count + 1)", "$\(values.count + 2)::bigint[]")
        let changed = try await run(
            """
            WITH unlinked AS (
                DELETE FROM dependency WHERE service_id = \(id) AND depends_on <> ALL (\(list))
            ), linked AS (
                INSERT INTO dependency (service_id, depends_on)
                SELECT service.id, wanted FROM service, unnest(\(list)) AS wanted WHERE service.id = \(id)
                ON CONFLICT DO NOTHING
            )
            UPDATE service SET \(PostgresSQL.assignments(ServiceRow.configurationColumns)) WHERE id = \(id)
            """, values + [.integer(record.id), .integers(record.dependsOn)], after: .services)
        if changed.affectedCount > 0 { hasChangedServices = true }
        known.dependencies[record.id] = nil
    }

    func remove(_ id: Int64) async throws {
        let removed = try await run(
            """
            WITH gone AS (DELETE FROM service WHERE id = $1 RETURNING id, kind)
            UPDATE service_count SET
                system = system - (kind = 'system')::int, scheduled = scheduled - (kind = 'scheduled')::int
            FROM gone WHERE stretch = gone.id >> 10
            """, [.integer(id)], after: .all)
        if removed.affectedCount > 0 { hasChangedServices = true }
        let ended = try await run(
            """
            WITH ended AS (
                UPDATE run SET state = 'finished', result = 'skipped', reason = $2, finished_at = $3, task = NULL
                WHERE service_id = $1 AND state <> 'finished' AND state = 'queued' RETURNING id, service_id, result
            ), cleared AS (
                UPDATE run_step SET instruction = NULL WHERE run_id IN (SELECT id FROM ended)
            )
            INSERT INTO run_change (service_id, result, runs) SELECT service_id, result, 1 FROM ended
            """, [.integer(id), .text(RunRecord.deletedTask), .integer(try await now().seconds)])
        if ended.affectedCount > 0 { hasChangedRunCounts = true }
        known = KnownOfTasks()
    }

    func remember(_ answer: RememberedAnswer) async throws {
        try await run(
            """
            INSERT INTO answer (scope, key, request, answer, service_id, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (scope, key) DO UPDATE SET request = excluded.request, answer = excluded.answer,
                service_id = excluded.service_id, expires_at = excluded.expires_at
            """,
            [
                .text(answer.scope), .text(answer.key), .text(answer.request), .text(answer.answer),
                .integer(answer.serviceID), .integer(answer.expiresAt.seconds),
            ])
    }

    func forgetAnswers(expiredAt now: Timestamp) async throws {
        try await run("DELETE FROM answer WHERE expires_at <= $1", [.integer(now.seconds)])
    }

    func insert(_ key: APIKeyRecord) async throws {
        let values = APIKeyRow.values(key).parameters
        try await run(
            "INSERT INTO api_key (\(APIKeyRow.columns)) VALUES (\(PostgresSQL.placeholders(values.count)))", values)
        hasChangedKeys = true
    }

    func removeAPIKey(named name: String) async throws -> Bool {
        guard try await run("DELETE FROM api_key WHERE name = $1", [.text(name)]).affectedCount > 0 else {
            return false
        }
        hasChangedKeys = true
        return true
    }

    func noteUse(ofAPIKey id: String, at moment: Timestamp) async throws {
        try await run(
            "UPDATE api_key SET last_used_at = $1 WHERE id = $2 AND coalesce(last_used_at, 0) < $1",
            [.integer(moment.seconds), .text(id)])
    }
}
