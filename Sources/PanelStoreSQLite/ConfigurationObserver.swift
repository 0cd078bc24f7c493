import GRDB
import GRDBSQLite
import PanelStore
import Synchronization

/// A connection that never writes, and so sees every commit as that of another one. SQLite's C interface is used as it
/// is: this is on the way of every request.
///
/// To ask SQLite takes a lock on a file and gives it back. Each commit writes the header of the log's index anew, in
/// memory that all connections share: as long as that is the same, there is nothing to ask.
final class ConfigurationObserver: Sendable {
    private struct Connection: ~Copyable {
        let database: OpaquePointer
        let statement: OpaquePointer
        /// The index of the log; nil where it cannot be had.
        let index: UnsafeRawPointer?
        /// The version, and the header as it was before that was asked for.
        var last: (version: ConfigurationVersion, header: LogIndexHeader)?

        deinit {
            sqlite3_finalize(statement)
            sqlite3_close(database)
        }

        mutating func version() -> ConfigurationVersion? {
            let header = index.flatMap { LogIndexHeader($0) }
            if let last, last.header == header { return last.version }
            guard let version = askedVersion() else { return nil }
            last = header.map { (version, $0) }
            return version
        }

        private func askedVersion() -> ConfigurationVersion? {
            defer { sqlite3_reset(statement) }
            guard sqlite3_step(statement) == SQLITE_ROW else { return nil }
            return ConfigurationVersion(
                services: DataVersion(sqlite3_column_int64(statement, 0)),
                keys: DataVersion(sqlite3_column_int64(statement, 1)))
        }
    }

    private let connection: Mutex<Connection>

    init(_ location: DatabaseLocation, busyTimeout: Duration) throws {
        connection = Mutex(try Self.connect(location, busyTimeout))
    }

    /// Another one after every commit that changed services or keys, in whatever process; nil when it cannot be read.
    var version: ConfigurationVersion? { connection.withLock { $0.version() } }

    private static func connect(_ location: DatabaseLocation, _ busyTimeout: Duration) throws -> Connection {
        var database: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
        var code = sqlite3_open_v2(location.sqlitePath, &database, flags, nil)
        var statement: OpaquePointer?
        if code == SQLITE_OK {
            sqlite3_busy_timeout(database, Int32(busyTimeout / .milliseconds(1)))
            code = sqlite3_prepare_v2(database, "SELECT services, keys FROM change_count", -1, &statement, nil)
        }
        guard let database, let statement else {
            sqlite3_close(database)
            throw DatabaseError(resultCode: ResultCode(rawValue: code))
        }
        // The index is there from the first read on.
        let hasRead = sqlite3_step(statement) == SQLITE_ROW
        sqlite3_reset(statement)
        let index = hasRead ? LogIndexHeader.index(of: database) : nil
        return Connection(database: database, statement: statement, index: index, last: nil)
    }
}
