import GRDB
import Synchronization

/// Connections that never write, and so see every change as that of another one. There are several, because readers
/// that wait for each other cost more than the look itself.
final class ChangeObservers: Sendable {
    private struct Observer: ~Copyable {
        let connection: Mutex<DatabaseQueue>
        let version = Atomic<Int64>(0)
    }

    private let first: Observer
    private let second: Observer
    /// Goes up whenever one of them sees a version that it has not seen. What is committed before a look is thus always
    /// followed by another mark than what was looked up before the commit; that it may be followed by two does no harm.
    private let epoch = Atomic<Int64>(0)

    init(_ location: DatabaseLocation, busyTimeout: Duration) throws {
        first = try Observer(connection: Mutex(Self.connect(location, busyTimeout)))
        second = try Observer(connection: Mutex(Self.connect(location, busyTimeout)))
    }

    /// See `PanelStore.changeMark()`.
    func mark() -> Int64? {
        let mark = first.connection.withLockIfAvailable { look($0, first.version) }
        return mark ?? second.connection.withLock { look($0, second.version) }
    }

    private func look(_ connection: DatabaseQueue, _ seen: borrowing Atomic<Int64>) -> Int64? {
        let version = try? connection.unsafeRead { db in
            try Int64.fetchOne(db.cachedStatement(sql: "PRAGMA data_version"))
        }
        guard let version else { return nil }
        // Under the connection's lock: nobody else sees through it meanwhile.
        if seen.exchange(version, ordering: .acquiringAndReleasing) == version {
            return epoch.load(ordering: .acquiring)
        }
        return epoch.add(1, ordering: .acquiringAndReleasing).newValue
    }

    private static func connect(_ location: DatabaseLocation, _ busyTimeout: Duration) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "panel store changes"
        configuration.readonly = true
        configuration.busyMode = .timeout(busyTimeout / .seconds(1))
        return try DatabaseQueue(path: location.sqlitePath, configuration: configuration)
    }
}
