import PanelStore

extension PostgresTransaction: StoreRestore {
    func rows(of table: StoredTable, after key: [ColumnValue]?, limit: Int) async throws -> [StoredRow] {
        let keyColumns = table.key.map(\.name).joined(separator: ", ")
        let values = (key ?? []).parameters
        let condition = key == nil ? "" : "WHERE (\(keyColumns)) > (\(PostgresSQL.placeholders(values.count)))"
        return try await run(
            """
            SELECT \(table.selectedColumns) FROM \(table.name) \(condition)
            ORDER BY \(keyColumns) LIMIT $\(values.count + 1)
            """, values + [.integer(Int64(limit))], after: .all
        ).map { try table.row($0) }
    }

    func lastID(of table: StoredTable) async throws -> Int64 {
        try await run(
            "SELECT coalesce(pg_sequence_last_value(\(Self.sequence(of: table))::regclass), 0)", after: .all
        )[0].integer(0)
    }

    func setLastID(of table: StoredTable, to id: Int64) async throws {
        try await run(
            "SELECT setval(\(Self.sequence(of: table)), $1::bigint, $2::boolean)",
            [.integer(max(id, 1)), .boolean(id > 0)])
    }

    private static func sequence(of table: StoredTable) -> String {
        "pg_get_serial_sequence('\(table.name)', '\(table.key[0].name)')"
    }

    /// Of every row its place and the transaction that wrote it: a row that is changed has others.
    func changeMark() async throws -> ChangeMark {
        var marks: [String] = []
        for table in StoredTable.all {
            let row = try await run(
                """
                SELECT count(*)::text,
                    coalesce(sum(hashtextextended(ctid::text || ' ' || xmin::text, 0)::numeric), 0)::text
                FROM \(table.name)
                """, after: .all)[0]
            marks += [try row.text(0), try row.text(1)]
        }
        return ChangeMark(marks.joined(separator: " "))
    }

    func unfinishedCopy() async throws -> UnfinishedCopy? {
        try await run("SELECT source, progress FROM store_copy").first
            .map { try UnfinishedCopy(from: $0.text(0), progressJSON: $0.text(1)) }
    }

    func note(_ copy: UnfinishedCopy?) async throws {
        try await run("DELETE FROM store_copy")
        if let copy {
            try await run(
                "INSERT INTO store_copy (source, progress) VALUES ($1, $2)",
                [.text(copy.source), .text(copy.progressJSON)])
        }
    }

    func restore(_ rows: [StoredRow], to table: StoredTable) async throws {
        guard !rows.isEmpty else { return }
        switch table {
        case .services:
            try await add(
                rows, to: table, returning: "id, kind",
                then: """
                    INSERT INTO service_count (stretch, system, scheduled)
                    SELECT id >> 10, count(*) FILTER (WHERE kind = 'system'), count(*) FILTER (WHERE kind = 'scheduled')
                    FROM added GROUP BY id >> 10
                    ON CONFLICT (stretch) DO UPDATE SET
                        system = service_count.system + excluded.system,
                        scheduled = service_count.scheduled + excluded.scheduled
                    """)
            hasChangedServices = true
        case .keys:
            for row in rows {
                try await run(
                    "INSERT INTO api_key (\(APIKeyRow.columns)) VALUES (\(PostgresSQL.placeholders(row.values.count)))",
                    row.values.parameters)
            }
            hasChangedKeys = true
        case .runs:
            try await add(
                rows, to: table, returning: "id, service_id, result",
                then: """
                    INSERT INTO run_change (service_id, result, runs, stretch)
                    SELECT service_id, result, count(*), id >> \(PostgresSchema.runStretch)
                    FROM added WHERE result IS NOT NULL
                    GROUP BY service_id, result, id >> \(PostgresSchema.runStretch)
                    """)
            hasChangedRunCounts = true
        case .messages:
            try await add(rows, to: table, returning: "address")
            try await countAddresses(from: rows[0].key)
        case .probeStates:
            try await add(
                rows, to: table, returning: "service_id, next_check",
                then: "INSERT INTO probe_lease (service_id, until) SELECT service_id, next_check FROM added")
        default: try await add(rows, to: table, returning: table.columns[0].name)
        }
    }

    /// Adds rows in their order, with one statement, and does something with what that returns.
    private func add(
        _ rows: [StoredRow], to table: StoredTable, returning returned: String, then next: String = "SELECT 1"
    ) async throws {
        let names = table.columns.map(\.name).joined(separator: ", ")
        let types = table.columns.map { column in
            switch column.kind {
            case .integer: "bigint"
            case .text, .bytes: "text"
            case .boolean: "boolean"
            }
        }
        try await run(
            """
            WITH added AS (
                INSERT INTO \(table.name) (\(names))
                SELECT \(names) FROM unnest(\(PostgresSQL.arrayPlaceholders(types))) WITH ORDINALITY
                    AS new (\(names), place) ORDER BY place RETURNING \(returned)
            ) \(next)
            """, PostgresValue.columns(of: rows.map(\.values), count: types.count), after: .all)
    }

    /// An address is tried when its oldest message is, which came before all others.
    private func countAddresses(from first: [ColumnValue]) async throws {
        try await run(
            """
            INSERT INTO outbox_address (address, next_try, oldest)
            SELECT DISTINCT ON (address) address, next_try, sequence FROM outbox WHERE sequence >= $1
            ORDER BY address, sequence
            ON CONFLICT (address) DO NOTHING
            """, first.parameters)
    }
}
