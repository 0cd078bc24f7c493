import GRDB
import PanelStore
import PhoenixModel
import Synchronization

/// Lets writers that come at the same time share one transaction, and so one sync of the disk.
///
/// The first one to come starts the drain on the database's own queue; whoever comes while a commit is under way goes
/// into the next. Each body runs in a savepoint of its own.
final class GroupCommit: Sendable {
    private struct State {
        var waiting: [UnitOfWork] = []
        var isDraining = false
        var commitCount = 0
        /// The size of the log, in bytes, at which it is made short.
        var logLimit: Int64
    }

    /// The most bodies in one transaction, so that the first of them need not wait for ever.
    private static let batchLimit = 256

    let pool: DatabasePool
    private let files: StoreFiles
    private let options: SQLitePanelStore.Options
    private let clock: @Sendable () -> Timestamp
    private let state: Mutex<State>

    init(
        pool: DatabasePool, files: StoreFiles, options: SQLitePanelStore.Options,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.pool = pool
        self.files = files
        self.options = options
        self.clock = clock
        state = Mutex(State(logLimit: options.logLimit))
    }

    var commitCount: Int { state.withLock { $0.commitCount } }

    /// Runs a body in the next transaction. Returns when it is on the disk.
    func perform<T: Sendable>(
        within limit: Duration, _ body: @Sendable (SQLiteTransaction) async throws -> T
    ) async throws -> T {
        try Task.checkCancellation()
        let unit = UnitOfWork(within: limit, clock: clock)
        let isFirst = state.withLock { state in
            state.waiting.append(unit)
            defer { state.isDraining = true }
            return !state.isDraining
        }
        // The call with a callback: the cancellation of one writer's task must not end the transaction of all.
        if isFirst { pool.asyncWriteWithoutTransaction { db in self.drain(db) } }
        return try await unit.write(body)
    }

    private func drain(_ db: Database) {
        while let batch = nextBatch() {
            let rest = commit(batch, db)
            boundLog(db)
            state.withLock { $0.waiting.insert(contentsOf: rest, at: 0) }
        }
    }

    private func nextBatch() -> ArraySlice<UnitOfWork>? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isDraining = false
                return nil
            }
            let batch = state.waiting.prefix(Self.batchLimit)
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }

    /// Runs the units and settles them. Returns those that it did not come to, because SQLite gave up the transaction.
    private func commit(_ batch: ArraySlice<UnitOfWork>, _ db: Database) -> ArraySlice<UnitOfWork> {
        do {
            try files.check()
            try db.beginTransaction(.immediate)
        } catch {
            for unit in batch { unit.refuse(error) }
            return []
        }
        var ended: [UnitOfWork] = []
        var rest = batch
        do {
            while let unit = rest.popFirst() {
                ended.append(unit)
                try run(unit, db)
            }
            try db.commit()
            // Files that went away meanwhile have taken the commit with them.
            try files.check()
            state.withLock { $0.commitCount += 1 }
            for unit in ended { unit.settle(nil) }
        } catch {
            if db.isInsideTransaction { try? db.rollback() }
            for unit in ended { unit.settle(error) }
        }
        return rest
    }

    /// Runs one unit in a savepoint. Throws why the transaction cannot go on: a full disk, among others, rolls back all
    /// that was done in it.
    private func run(_ unit: UnitOfWork, _ db: Database) throws {
        try db.cachedStatement(sql: "SAVEPOINT unit").execute()
        do {
            try unit.run(on: db)
        } catch {
            guard db.isInsideTransaction else { throw error }
            try db.cachedStatement(sql: "ROLLBACK TO unit").execute()
        }
        try db.cachedStatement(sql: "RELEASE unit").execute()
    }

    /// Puts a log that has grown long into its place. SQLite's own checkpoints never begin it anew as long as some
    /// reader is always under way; this one lets those that are under way end, for a moment.
    private func boundLog(_ db: Database) {
        let size = files.logSize
        guard size >= state.withLock({ $0.logLimit }) else { return }
        do {
            try db.execute(sql: "PRAGMA busy_timeout = 200")
            try db.checkpoint(.truncate)
            state.withLock { $0.logLimit = options.logLimit }
        } catch {
            // A reader takes long. It is tried again when the log is a good deal longer.
            state.withLock { $0.logLimit = size + options.logLimit / 4 }
        }
        try? db.execute(sql: "PRAGMA busy_timeout = \(Int(options.busyTimeout / .milliseconds(1)))")
    }
}
