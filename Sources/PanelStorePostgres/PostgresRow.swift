/// A row of an answer. Columns count from 0, in the order of the statement.
///
/// A value that is NULL, or of another type than the one asked for, throws: the statement and its reader disagree then.
package struct PostgresRow: Sendable {
    let rows: PostgresRows
    let number: Int

    /// Of any type that is text to the server: `text`, `name`, `json`, but not `jsonb`.
    package func text(_ column: Int) throws(PostgresError) -> String {
        EscapedText.text(of: try field(column))
    }

    /// `smallint`, `integer`, `bigint`, `oid` or `xid8`.
    package func integer(_ column: Int) throws(PostgresError) -> Int64 {
        let bytes = try field(column)
        switch bytes.count {
        case 8: return Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
        case 4 where rows.type(of: column) == PostgresType.oid:
            return Int64(UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)))
        case 4: return Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        case 2: return Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        default: throw wrongType(column, "an integer")
        }
    }

    package func boolean(_ column: Int) throws(PostgresError) -> Bool {
        let bytes = try field(column)
        guard bytes.count == 1 else { throw wrongType(column, "a boolean") }
        return bytes[0] != 0
    }

    /// Of a `bytea`.
    package func bytes(_ column: Int) throws(PostgresError) -> [UInt8] { Array(try field(column)) }

    package func isNull(_ column: Int) -> Bool { rows.field(number, column) == nil }

    package func optionalText(_ column: Int) throws(PostgresError) -> String? {
        isNull(column) ? nil : try text(column)
    }

    package func optionalInteger(_ column: Int) throws(PostgresError) -> Int64? {
        isNull(column) ? nil : try integer(column)
    }

    package func optionalBoolean(_ column: Int) throws(PostgresError) -> Bool? {
        isNull(column) ? nil : try boolean(column)
    }

    package func optionalBytes(_ column: Int) throws(PostgresError) -> [UInt8]? {
        isNull(column) ? nil : try bytes(column)
    }

    /// The value by the type of its column.
    package func value(_ column: Int) throws(PostgresError) -> PostgresValue {
        guard !isNull(column) else { return .null }
        switch rows.type(of: column) {
        case PostgresType.boolean: return .boolean(try boolean(column))
        case PostgresType.bytes: return .bytes(try bytes(column))
        case PostgresType.bigint, PostgresType.integer, PostgresType.smallint, PostgresType.oid, PostgresType.xid8:
            return .integer(try integer(column))
        case PostgresType.text, PostgresType.varchar, PostgresType.name, PostgresType.json, PostgresType.unknown:
            return .text(try text(column))
        default: throw wrongType(column, "of a type that phoenix knows")
        }
    }

    private func field(_ column: Int) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard let bytes = rows.field(number, column) else { throw wrongType(column, "a value") }
        return bytes
    }

    private func wrongType(_ column: Int, _ wanted: String) -> PostgresError {
        .wrongAnswer("column \(column) of the server's answer is not \(wanted)")
    }
}

/// Numbers that the server gives its types, the same in every database.
enum PostgresType {
    static let boolean: UInt32 = 16
    static let bytes: UInt32 = 17
    static let name: UInt32 = 19
    static let bigint: UInt32 = 20
    static let smallint: UInt32 = 21
    static let integer: UInt32 = 23
    static let text: UInt32 = 25
    static let oid: UInt32 = 26
    static let json: UInt32 = 114
    static let unknown: UInt32 = 705
    static let varchar: UInt32 = 1043
    static let xid8: UInt32 = 5069
}
