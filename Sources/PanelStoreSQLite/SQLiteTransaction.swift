import GRDB
import PanelStore
import PhoenixModel

/// The verbs of the port on a connection that is in a transaction.
struct SQLiteTransaction {
    private let connection: Database
    /// The time of day.
    let clock: @Sendable () -> Timestamp
    private let unit: UnitOfWork?

    /// `unit`: whose body uses it; nil within one synchronous call.
    init(db: Database, clock: @escaping @Sendable () -> Timestamp, unit: UnitOfWork? = nil) {
        connection = db
        self.clock = clock
        self.unit = unit
    }

    /// The connection, as long as it may be used.
    var db: Database { get throws { try unit?.connection() ?? connection } }

    /// Writes a page as it is, so that a commit has something to put on the disk. Nothing else uses this number.
    func writeNothing() throws { try execute("PRAGMA user_version = 0", []) }

    func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    private func references(_ sql: String, _ arguments: StatementArguments) throws -> [ServiceReference] {
        let statement = try db.cachedStatement(sql: sql)
        var references: [ServiceReference] = []
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try rows.next() { references.append(try ServiceRow.reference(row)) }
        return references
    }

    /// Hands over the rows of a statement, each for as long as the call lasts.
    private func forEachRow(
        of statement: Statement, arguments: StatementArguments? = nil, _ body: (StatementRow) throws -> Void
    ) throws {
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        let row = StatementRow(statement)
        while try rows.next() != nil { try body(row) }
    }

    /// Services, still without their dependencies.
    private func records(_ statement: Statement, arguments: StatementArguments) throws -> [ServiceRecord] {
        var records: [ServiceRecord] = []
        try forEachRow(of: statement, arguments: arguments) { records.append(try ServiceRow.record($0)) }
        return records
    }

    /// Fills in what the services of a page depend on, with one query.
    func addDependencies(to records: inout [ServiceRecord]) throws {
        guard let first = records.map(\.id).min(), let last = records.map(\.id).max() else { return }
        let isDense = last - first < 4 * Int64(records.count)
        let choice = isDense ? "BETWEEN ? AND ?" : "IN (SELECT value FROM json_each(?))"
        let edges = try db.cachedStatement(
            sql: """
                SELECT service_id, depends_on FROM dependency WHERE service_id \(choice)
                ORDER BY service_id, depends_on
                """)
        var dependencies: [Int64: [Int64]] = [:]
        let rows = try Row.fetchCursor(
            edges, arguments: isDense ? [first, last] : [Self.list(records.map(\.id))])
        while let row = try rows.next() { dependencies[row[0], default: []].append(row[1]) }
        for index in records.indices { records[index].dependsOn = dependencies[records[index].id] ?? [] }
    }

    private func insertDependencies(of record: ServiceRecord) throws {
        for dependency in record.dependsOn {
            try execute("INSERT INTO dependency (service_id, depends_on) VALUES (?, ?)", [record.id, dependency])
        }
    }
}

extension SQLiteTransaction: PanelStoreReading {
    func service(_ id: Int64) throws -> ServiceRecord? {
        let statement = try db.cachedStatement(sql: "SELECT \(ServiceRow.columns) FROM service WHERE id = ?")
        guard var record = try records(statement, arguments: [id]).first else { return nil }
        record.dependsOn = try dependencies(of: id)
        return record
    }

    func services(_ ids: [Int64]) throws -> [ServiceRecord] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(ServiceRow.columns) FROM service WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id
                """)
        var records = try records(statement, arguments: [Self.list(ids)])
        try addDependencies(to: &records)
        return records
    }

    func service(named name: String) throws -> ServiceReference? {
        try references(
            "SELECT \(ServiceRow.referenceColumns) FROM service WHERE name_key = ?", [NameKey.composed(name)]
        ).first
    }

    func forEachService(_ body: (ServiceRecord) throws -> Void) throws {
        let services = try db.cachedStatement(sql: "SELECT \(ServiceRow.columns) FROM service ORDER BY id")
        // Both in the order of the id: what a service depends on is next when the service is.
        let edges = try db.cachedStatement(
            sql: "SELECT service_id, depends_on FROM dependency ORDER BY service_id, depends_on")
        let edge = StatementRow(edges)
        let edgeRows = try Row.fetchCursor(edges)
        var hasEdge = try edgeRows.next() != nil
        try forEachRow(of: services) { row in
            var record = try ServiceRow.record(row)
            while hasEdge, try edge.integer(0) == record.id {
                record.dependsOn.append(try edge.integer(1))
                hasEdge = try edgeRows.next() != nil
            }
            try body(record)
        }
    }

    func taskSchedules() throws -> [TaskSchedule] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, name, schedule, timezone, CASE WHEN instr(task, '"node:') THEN task END FROM service
                WHERE kind = 'scheduled' AND enabled = 1 AND schedule IS NOT NULL ORDER BY id
                """)
        return try Array(
            Row.fetchCursor(statement).map {
                TaskSchedule(
                    id: $0[0], name: $0[1], schedule: $0[2], timezone: $0[3],
                    nodes: try $0.optionalJSON(4).flatMap { ServerSelection(ofTask: $0) }?.nodes)
            })
    }

    func serviceCount() throws -> Int {
        try Int.fetchOne(db.cachedStatement(sql: "SELECT sum(system + scheduled) FROM service_count")) ?? 0
    }

    func page(_ query: ServiceQuery) throws -> RecordSlice<ServiceRecord> {
        if query.isPlain {
            var page = PlainServicePage(query)
            let counts = try Row.fetchCursor(db.cachedStatement(sql: PlainServicePage.counts))
            while let row = try counts.next() { try page.add(row) }
            return RecordSlice(records: try services(page.statement(in: .sqlite)), total: page.total)
        }
        let selection = ServiceSelection(query, in: .sqlite)
        let records = try services(selection.page)
        let count = try db.cachedStatement(sql: selection.count.sql)
        return RecordSlice(
            records: records,
            total: try Int.fetchOne(count, arguments: StatementArguments(selection.count.values)) ?? 0)
    }

    private func services(_ statement: SQLStatement) throws -> [ServiceRecord] {
        var records = try records(
            db.cachedStatement(sql: statement.sql), arguments: StatementArguments(statement.values))
        try addDependencies(to: &records)
        return records
    }

    func references(_ ids: [Int64]) throws -> [ServiceReference] {
        try Set(ids).sorted().compactMap { id in
            try references("SELECT \(ServiceRow.referenceColumns) FROM service WHERE id = ?", [id]).first
        }
    }

    func dependencies(of id: Int64) throws -> [Int64] {
        let statement = try db.cachedStatement(
            sql: "SELECT depends_on FROM dependency WHERE service_id = ? ORDER BY depends_on")
        return try Int64.fetchAll(statement, arguments: [id])
    }

    func dependents(of id: Int64) throws -> [ServiceReference] {
        try references(
            """
            SELECT \(ServiceRow.referenceColumns) FROM dependency JOIN service ON id = service_id WHERE depends_on = ?
            ORDER BY service_id
            """, [id])
    }

    func rememberedAnswer(scope: String, key: String, now: Timestamp) throws -> RememberedAnswer? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT request, answer, service_id, expires_at FROM answer
                WHERE scope = ? AND key = ? AND expires_at > ?
                """)
        return try Row.fetchOne(statement, arguments: [scope, key, now.seconds]).map { row in
            RememberedAnswer(
                scope: scope, key: key, request: row[0], answer: row[1], serviceID: row[2],
                expiresAt: Timestamp(seconds: row[3]))
        }
    }

    func apiKey(_ id: String) throws -> APIKeyRecord? {
        let statement = try db.cachedStatement(sql: "SELECT \(APIKeyRow.columns) FROM api_key WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [id]).map { try APIKeyRow.record($0) }
    }

    func apiKeys() throws -> [APIKeyRecord] {
        let statement = try db.cachedStatement(sql: "SELECT \(APIKeyRow.columns) FROM api_key ORDER BY name")
        return try Row.fetchAll(statement).map { try APIKeyRow.record($0) }
    }
}

extension SQLiteTransaction: PanelStoreTransaction {
    private static let insertion = """
        INSERT INTO service (\(ServiceRow.insertedColumns)) VALUES (\(marks(for: ServiceRow.insertedColumns)))
        """
    private static let replacement = """
        UPDATE service SET (\(ServiceRow.configurationColumns)) = (\(marks(for: ServiceRow.configurationColumns)))
        WHERE id = ?
        """

    /// `?, ?, ?`
    static func marks(for columns: String) -> String {
        columns.split(separator: ",").map { _ in "?" }.joined(separator: ", ")
    }

    func insert(_ record: ServiceRecord) throws -> ServiceRecord {
        try execute(Self.insertion, StatementArguments(ServiceRow.insertedValues(record)))
        var record = record
        record.id = try db.lastInsertedRowID
        record.observedStatus = nil
        try insertDependencies(of: record)
        return record
    }

    func replace(_ record: ServiceRecord) throws {
        try execute(
            Self.replacement, StatementArguments(ServiceRow.configurationValues(record) + [.init(record.id)]))
        guard try dependencies(of: record.id) != record.dependsOn else { return }
        try execute("DELETE FROM dependency WHERE service_id = ?", [record.id])
        try insertDependencies(of: record)
    }

    func remove(_ id: Int64) throws {
        try execute("DELETE FROM service WHERE id = ?", [id])
        try execute(
            """
            UPDATE run SET state = 'finished', result = 'skipped', reason = ?, finished_at = ?, task = NULL
            WHERE service_id = ? AND state <> 'finished' AND state = 'queued'
            """, [RunRecord.deletedTask, clock().seconds, id])
    }

    func forgetAnswers(expiredAt now: Timestamp) throws {
        try execute("DELETE FROM answer WHERE expires_at <= ?", [now.seconds])
    }

    func remember(_ answer: RememberedAnswer) throws {
        try execute(
            """
            INSERT INTO answer (scope, key, request, answer, service_id, expires_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (scope, key) DO UPDATE SET request = excluded.request, answer = excluded.answer,
                service_id = excluded.service_id, expires_at = excluded.expires_at
            """,
            [
                answer.scope, answer.key, answer.request, answer.answer, answer.serviceID, answer.expiresAt.seconds,
            ])
    }

    func insert(_ key: APIKeyRecord) throws {
        try execute(
            "INSERT INTO api_key (\(APIKeyRow.columns)) VALUES (?, ?, ?, ?, ?, ?, ?)",
            StatementArguments(APIKeyRow.values(key)))
    }

    func removeAPIKey(named name: String) throws -> Bool {
        try execute("DELETE FROM api_key WHERE name = ?", [name])
        return try db.changesCount > 0
    }

    func noteUse(ofAPIKey id: String, at moment: Timestamp) throws {
        try execute(
            "UPDATE api_key SET last_used_at = ? WHERE id = ? AND coalesce(last_used_at, 0) < ?",
            [moment.seconds, id, moment.seconds])
    }
}
