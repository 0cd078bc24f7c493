import CHeap
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
        /// Bytes from which on the log is made short again, though readers may have to end for that.
        package var logLimit: Int64 = 16 << 20
        /// For how long an answer from memory relies on the files being there. Every other read, and every write, looks.
        package var fileCheckInterval: Duration = .milliseconds(100)
        /// Is handed the SQL of every statement as it begins.
        package var observeStatement: (@Sendable (String) -> Void)?

        package init() {}
    }

    /// Stands first to be closed first: the last connection to close tidies the file up, which its cannot.
    private let observer: ConfigurationObserver?
    private let location: DatabaseLocation
    private let files: StoreFiles
    private let reader: any DatabaseReader
    /// nil where the store is opened for reading.
    private let commits: GroupCommit?
    private let options: Options
    private let clock: @Sendable () -> Timestamp

    private init(
        forWriting pool: DatabasePool, at location: DatabaseLocation, _ options: Options,
        _ clock: @escaping @Sendable () -> Timestamp
    ) throws {
        self.location = location
        reader = pool
        observer = try ConfigurationObserver(location, busyTimeout: options.busyTimeout)
        files = StoreFiles(location, hasLog: true, checkInterval: options.fileCheckInterval)
        self.options = options
        self.clock = clock
        commits = GroupCommit(pool: pool, files: files, options: options, clock: clock)
    }

    private init(
        forReading reader: any DatabaseReader, at location: DatabaseLocation, _ options: Options,
        _ clock: @escaping @Sendable () -> Timestamp
    ) {
        self.location = location
        self.reader = reader
        observer = nil
        files = StoreFiles(location, hasLog: false, checkInterval: options.fileCheckInterval)
        commits = nil
        self.options = options
        self.clock = clock
    }

    /// Opens the file. For writing it is brought to the schema of this version, and a new one is made with the system
    /// services; for reading it must be there and stays as it is.
    /// - Parameters:
    ///   - path: the file. Its folder must exist.
    ///   - mode: what for.
    ///   - options: limits.
    ///   - clock: the time of day for all who use the store.
    /// - Returns: the store, ready for use.
    /// - Throws: what is wrong with the file or its place, and what to do about it.
    package static func open(
        path: String, for mode: StoreMode = .writing, options: Options = Options(),
        clock: @escaping @Sendable () -> Timestamp
    ) async throws(PanelStoreError) -> SQLitePanelStore {
        let location = DatabaseLocation(path)
        try location.check()
        switch mode {
        case .writing, .restoring: location.makeFile()
        case .reading: guard location.exists else { throw .missing("at \(path)") }
        }
        let deadline = ContinuousClock.now + options.busyTimeout
        while true {
            do {
                let schema = SQLiteSchema(now: clock())
                switch mode {
                case .writing, .restoring:
                    let pool = try makePool(location, options)
                    try schema.bringUpToDate(pool, location)
                    if mode == .writing { try await pool.read { db in try SQLiteSchema.checkCopy(db, location) } }
                    return try SQLitePanelStore(forWriting: pool, at: location, options, clock)
                case .reading:
                    let queue = try makeQueue(location, options)
                    try await queue.writeWithoutTransaction { db in
                        try schema.makeReadable(db, location)
                        try SQLiteSchema.checkCopy(db, location)
                    }
                    return SQLitePanelStore(forReading: queue, at: location, options, clock)
                }
            } catch let error as PanelStoreError {
                throw error
            } catch {
                // Several processes may make the file at once: whoever comes second finds it locked, or half of the
                // steps done by the other, and looks again.
                let mayPass = SQLiteSchema.isRace(error) && ContinuousClock.now < deadline && !Task.isCancelled
                guard mayPass else { throw location.fault(for: error) }
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    private static func configuration(_ options: Options) -> Configuration {
        var configuration = Configuration()
        configuration.label = "panel store"
        configuration.busyMode = .timeout(options.busyTimeout / .seconds(1))
        if let observe = options.observeStatement {
            configuration.prepareDatabase { db in
                db.trace(options: .statement) { event in
                    if case .statement(let statement) = event { observe(statement.sql) }
                }
            }
        }
        return configuration
    }

    /// One connection, which leaves the file and its folder as they were.
    ///
    /// One that may write would put a log that was left behind into its place when it is closed; one that may not would
    /// leave an empty log behind. Where it cannot have the index beside the file, and there is no log, nobody writes
    /// either, and it can do without.
    private static func makeQueue(_ location: DatabaseLocation, _ options: Options) throws -> DatabaseQueue {
        var configuration = configuration(options)
        let hasLog = location.logSize ?? 0 > 0
        configuration.readonly = hasLog || !location.isWritable
        do {
            let queue = try DatabaseQueue(path: location.sqlitePath, configuration: configuration)
            try queue.read { db in _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") }
            return queue
        } catch let error as DatabaseError
            where error.resultCode == .SQLITE_CANTOPEN && location.isReadable && !location.isWritable
        {
            guard !hasLog else { throw PanelStoreError.notTidied(location.path) }
            return try DatabaseQueue(path: location.immutablePath, configuration: configuration)
        }
    }

    private static func makePool(_ location: DatabaseLocation, _ options: Options) throws -> DatabasePool {
        let pool = try DatabasePool(path: location.sqlitePath, configuration: configuration(options))
        try pool.writeWithoutTransaction { db in
            // GRDB's choice for WAL is NORMAL, with which the last commits may be lost.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // What is deleted may have secrets in it.
            try db.execute(sql: "PRAGMA secure_delete = ON")
            // Runs of many tasks lie far apart in the indexes of a long history.
            try db.execute(sql: "PRAGMA cache_size = -32000")
            if let limit = options.maximumPageCount { try db.execute(sql: "PRAGMA max_page_count = \(limit)") }
        }
        return pool
    }

    /// How many transactions were committed so far by this value: with many writers, fewer than there were writes.
    package var commitCount: Int { commits?.commitCount ?? 0 }

    package func read<T: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable (any PanelStoreReading) async throws -> T
    ) async throws -> T {
        try files.check()
        let unit = UnitOfWork(within: limit, clock: clock)
        // The call with a callback: reads are short, and the one that follows a cancelled task may need to look.
        let isReadWhole = commits == nil
        reader.asyncRead { result in
            // A store that is open for reading is one that a command reads whole.
            if isReadWhole { heap_prefer_large_pages() }
            do { try unit.run(on: result.get()) } catch { unit.refuse(error) }
        }
        do { return try await unit.read(body) } catch { throw location.publicError(error) }
    }

    package func write<T: Sendable>(
        within limit: Duration, as mode: WriteMode,
        _ body: @escaping @Sendable (any PanelStoreTransaction) async throws -> T
    ) async throws -> T {
        do {
            return try await writer.perform(within: limit, body)
        } catch {
            throw location.publicError(error)
        }
    }

    private var writer: GroupCommit {
        get throws {
            guard let commits else { throw PanelStoreError.openedForReading(location.path) }
            return commits
        }
    }

    package func configurationVersion() -> ConfigurationVersion? {
        guard let observer, files.areLikelyThere else { return nil }
        return observer.version
    }

    package func checkWritable() async throws {
        do {
            try await writer.perform(within: .seconds(5)) { try $0.writeNothing() }
        } catch {
            throw location.publicError(error)
        }
    }

    package func health() async throws -> StoreHealth {
        let findings: [String]
        do {
            // A connection that may only read does not know the CHECK constraints, and passes over what breaks them.
            let look: @Sendable (Database) throws -> [String] = { db in
                try String.fetchAll(db, sql: "PRAGMA quick_check(5)")
            }
            if let commits {
                findings = try await commits.pool.writeWithoutTransaction(look)
            } else if location.isWritable {
                // It is closed before the one that reads, and so puts nothing into its place.
                let queue = try DatabaseQueue(
                    path: location.sqlitePath, configuration: Self.configuration(options))
                findings = try await queue.read(look)
                try queue.close()
            } else {
                findings = try await reader.read(look)
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
