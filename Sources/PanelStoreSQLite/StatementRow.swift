import GRDB
import GRDBSQLite
import PanelStore
import PhoenixModel

/// The row at which a statement stands, column by column straight from SQLite: for rows that are read by the thousand,
/// which is several times as fast as through `Row`.
struct StatementRow {
    private let statement: OpaquePointer

    /// Is good as long as the statement is, and steps with it.
    init(_ statement: Statement) { self.statement = statement.sqliteStatement }

    private func isNull(_ index: Int) -> Bool { sqlite3_column_type(statement, CInt(index)) == SQLITE_NULL }

    /// The bytes of a text; nil for null. They are there until the statement steps or the column is read otherwise.
    private func utf8(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
        // In this order: the call for the text may convert it, which the count is of then.
        guard let start = sqlite3_column_text(statement, CInt(index)) else { return nil }
        return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, CInt(index))))
    }
}

extension StatementRow: ColumnReading {
    func optionalInteger(_ index: Int) -> Int64? {
        isNull(index) ? nil : sqlite3_column_int64(statement, CInt(index))
    }

    func optionalText(_ index: Int) -> String? { utf8(index).map { String(decoding: $0, as: UTF8.self) } }

    func optionalJSON(_ index: Int) throws -> Value? {
        guard let text = utf8(index) else { return nil }
        guard let value = try? Value(json: text) else { throw UnreadableRow() }
        return value
    }

    func boolean(_ index: Int) throws -> Bool { try integer(index) != 0 }

    func bytes(_ index: Int) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement, CInt(index)) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, CInt(index)))))
    }
}
