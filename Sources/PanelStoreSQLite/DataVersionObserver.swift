import GRDB
import GRDBSQLite
import PanelStore
import Synchronization

/// A connection that never writes, and so sees every commit as that of another one. SQLite's C interface is used as it
/// is: this is on the way of every request.
final class DataVersionObserver: Sendable {
    private struct Connection: ~Copyable {
        let database: OpaquePointer
        let statement: OpaquePointer

        deinit {
            sqlite3_finalize(statement)
            sqlite3_close(database)
        }

        func dataVersion() -> DataVersion? {
            defer { sqlite3_reset(statement) }
            guard sqlite3_step(statement) == SQLITE_ROW else { return nil }
            return DataVersion(sqlite3_column_int64(statement, 0))
        }
    }

    private let connection: Mutex<Connection>

    init(_ location: DatabaseLocation, busyTimeout: Duration) throws {
        connection = Mutex(try Self.connect(location, busyTimeout))
    }

    /// Another number after every commit to the file, in whatever process; nil when it cannot be read.
    var dataVersion: DataVersion? { connection.withLock { $0.dataVersion() } }

    private static func connect(_ location: DatabaseLocation, _ busyTimeout: Duration) throws -> Connection {
        var database: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
        var code = sqlite3_open_v2(location.sqlitePath, &database, flags, nil)
        var statement: OpaquePointer?
        if code == SQLITE_OK {
            sqlite3_busy_timeout(database, Int32(busyTimeout / .milliseconds(1)))
            code = sqlite3_prepare_v2(database, "PRAGMA data_version", -1, &statement, nil)
        }
        guard let database, let statement else {
            sqlite3_close(database)
            throw DatabaseError(resultCode: ResultCode(rawValue: code))
        }
        return Connection(database: database, statement: statement)
    }
}
