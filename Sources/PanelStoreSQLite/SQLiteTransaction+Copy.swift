import GRDB
import Glibc
import PanelStore

extension SQLiteTransaction: StoreRestore {
    func rows(of table: StoredTable, after key: [ColumnValue]?, limit: Int) throws -> [StoredRow] {
        let keyColumns = table.key.map(\.name).joined(separator: ", ")
        let marks = Self.marks(for: keyColumns)
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(table.selectedColumns) FROM \(table.name)
                \(key == nil ? "" : "WHERE (\(keyColumns)) > (\(marks))") ORDER BY \(keyColumns) LIMIT ?
                """)
        let rows = try Row.fetchCursor(statement, arguments: StatementArguments((key ?? []) + [.init(limit)]))
        return try Array(rows.map { try table.row($0) })
    }

    func lastID(of table: StoredTable) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "SELECT seq FROM sqlite_sequence WHERE name = ?")
        return try Int64.fetchOne(statement, arguments: [table.name]) ?? 0
    }

    func setLastID(of table: StoredTable, to id: Int64) throws {
        try execute("DELETE FROM sqlite_sequence WHERE name = ?", [table.name])
        try execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [table.name, id])
    }

    /// Every commit, of whatever process, writes the header of the log's index anew. Where there is none nobody else can
    /// write.
    func changeMark() throws -> ChangeMark {
        // The index is there from the first read on.
        _ = try lastID(of: .services)
        guard let database = try db.sqliteConnection, let index = LogIndexHeader.index(of: database) else {
            return ChangeMark("")
        }
        while true {
            // It may be being written right now.
            if let header = LogIndexHeader(index) { return ChangeMark("\(header)") }
            sched_yield()
        }
    }

    func unfinishedCopy() throws -> UnfinishedCopy? {
        let statement = try db.cachedStatement(sql: "SELECT source, progress FROM store_copy")
        return try Row.fetchOne(statement).map { try UnfinishedCopy(from: $0.text(0), progressJSON: $0.text(1)) }
    }

    func note(_ copy: UnfinishedCopy?) throws {
        try execute("DELETE FROM store_copy", [])
        if let copy {
            try execute(
                "INSERT INTO store_copy (source, progress) VALUES (?, ?)", [copy.source, copy.progressJSON])
        }
    }

    func restore(_ rows: [StoredRow], to table: StoredTable) throws {
        let columns = table.columns.map(\.name).joined(separator: ", ")
        let sql = """
            \(table.isCounted ? "REPLACE" : "INSERT") INTO \(table.name) (\(columns))
            VALUES (\(Self.marks(for: columns)))
            """
        for row in rows { try execute(sql, StatementArguments(row.values)) }
        guard table == .messages, let place = table.columns.firstIndex(where: { $0.name == "address" }) else { return }
        for case .text(let address) in Set(rows.map { $0.values[place] }) { try updateAddress(address) }
    }
}
