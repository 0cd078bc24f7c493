internal import CLibPQ

/// What a statement answered: its rows, in the server's order, and how many rows it changed.
///
/// Values are read from the answer itself; nothing is copied before it is asked for.
package final class PostgresRows: @unchecked Sendable {
    // Nobody changes a finished result of libpq, so that any thread may read it; it is freed with this object.
    private let result: OpaquePointer

    /// Takes over a result.
    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    /// How many rows were inserted, changed, removed or selected.
    package var affectedCount: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    package var columns: [String] {
        (0..<PQnfields(result)).map { column in PQfname(result, column).map { String(cString: $0) } ?? "" }
    }

    /// The position of a column; look it up once, not for every row.
    package func position(of name: String) throws(PostgresError) -> Int {
        let position = PQfnumber(result, "\"\(name)\"")
        guard position >= 0 else { throw .wrongAnswer("the server answered without a column '\(name)'") }
        return Int(position)
    }

    /// The bytes of a field in the server's binary format; nil for NULL.
    func field(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer? {
        let (row, column) = (Int32(row), Int32(column))
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return nil }
        return UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
    }

    func type(of column: Int) -> UInt32 { PQftype(result, Int32(column)) }
}

extension PostgresRows: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { Int(PQntuples(result)) }
    package subscript(position: Int) -> PostgresRow { PostgresRow(rows: self, number: position) }
}
