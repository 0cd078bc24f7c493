import Files
import GRDB
package import PanelStore
package import PhoenixModel

/// A panel's services in one SQLite file, which any number of processes may share.
///
/// The file is in WAL mode with `synchronous = FULL`: what was answered survives the loss of power. Writers that come
/// at the same time share one transaction and one sync of the disk.
package final class SQLitePanelStore: PanelStore {
    package struct Options: Sendable {
        /// How long to wait for another process's write before the store counts as locked.
        package var busyTimeout: Duration = .seconds(5)
        /// The most pages the file may have, where it should not fill the disk; nil for no limit.
        package var maximumPageCount: Int?

        package init() {}
    }

    /// Stands first to be closed first: the last connection to close tidies the file up, which its cannot.
    private let changes: ChangeObservers
    private let pool: DatabasePool
    private let location: DatabaseLocation
    /// The file that is open.
    private let file: FileIdentity?
    private let commits: GroupCommit

    private init(pool: DatabasePool, changes: ChangeObservers, location: DatabaseLocation) {
        self.pool = pool
        self.changes = changes
        self.location = location
        file = location.file
        commits = GroupCommit(pool: pool)
    }

    /// Opens the file and brings it to the schema of this version; a new one is made with the system services.
    /// - Parameters:
    ///   - path: the file. Its folder must exist.
    ///   - options: limits.
    ///   - now: when the system services of a new store were created.
    /// - Returns: the store, ready for use.
    /// - Throws: what is wrong with the file or its place, and what to do about it.
    package static func open(
        path: String, options: Options = Options(), now: Timestamp
    ) async throws(PanelStoreError) -> SQLitePanelStore {
        let location = DatabaseLocation(path)
        try location.check()
        location.makeFile()
        let clock = ContinuousClock()
        let deadline = clock.now + options.busyTimeout
        while true {
            do {
                let pool = try makePool(location, options)
                try SQLiteSchema(now: now).bringUpToDate(pool, location)
                let changes = try ChangeObservers(location, busyTimeout: options.busyTimeout)
                return SQLitePanelStore(pool: pool, changes: changes, location: location)
            } catch let error as PanelStoreError {
                throw error
            } catch {
                // Several processes may make the file at once: whoever comes second finds it locked, or half of the
                // steps done by the other, and looks again.
                let mayPass = SQLiteSchema.isRace(error) && clock.now < deadline && !Task.isCancelled
                guard mayPass else { throw location.fault(for: error) }
                try? await clock.sleep(for: .milliseconds(5))
            }
        }
    }

    private static func makePool(_ location: DatabaseLocation, _ options: Options) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "panel store"
        configuration.busyMode = .timeout(options.busyTimeout / .seconds(1))
        let pool = try DatabasePool(path: location.sqlitePath, configuration: configuration)
        try pool.writeWithoutTransaction { db in
            // GRDB's choice for WAL is NORMAL, with which the last commits may be lost.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            if let limit = options.maximumPageCount { try db.execute(sql: "PRAGMA max_page_count = \(limit)") }
        }
        return pool
    }

    /// How many transactions were committed so far by this value: with many writers, fewer than there were writes.
    package var commitCount: Int { commits.commitCount }

    package func read<T: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable (any PanelStoreReading) async throws -> T
    ) async throws -> T {
        try checkFile()
        let unit = UnitOfWork(within: limit)
        // The call with a callback: reads are short, and the one that follows a cancelled task may need to look.
        pool.asyncRead { result in
            do { try unit.run(on: result.get()) } catch { unit.refuse(error) }
        }
        do { return try await unit.read(body) } catch { throw location.publicError(error) }
    }

    package func write<T: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable (any PanelStoreTransaction) async throws -> T
    ) async throws -> T {
        try checkFile()
        do {
            return try await commits.perform(within: limit, body)
        } catch {
            throw location.publicError(error)
        }
    }

    /// A file that was taken away stays open, and what is written to it is lost when it is closed.
    private func checkFile() throws {
        guard location.file == file else { throw PanelStoreError.replaced(location.path) }
    }

    package func configurationVersion() -> DataVersion? { changes.mark().map(DataVersion.init) }

    package func health() async throws -> StoreHealth {
        let findings: [String]
        do {
            // A connection that may only read does not know the CHECK constraints, and passes over what breaks them.
            findings = try await pool.writeWithoutTransaction { db in
                try String.fetchAll(db, sql: "PRAGMA quick_check(5)")
            }
        } catch {
            throw location.publicError(error)
        }
        let lines = findings.flatMap { $0.split(separator: "\n") }.filter { !$0.hasPrefix("***") }.map(String.init)
        var health = StoreHealth(damage: lines == ["ok"] ? [] : lines)
        health.size = location.size
        health.logSize = location.logSize
        health.freeSpace = location.freeSpace
        return health
    }
}
