package import Clocks
package import PanelStore
package import PhoenixModel
import Synchronization

/// A panel's services in one PostgreSQL database, which any number of processes on any number of machines may share.
///
/// Units of work that the server undoes because of one another (40001, 40P01), or that were under way when the
/// connection broke, are done again from their start. After a commit without an answer the server is asked whether it
/// took place.
package final class PostgresPanelStore: PanelStore {
    package struct Options: Sendable {
        package var pool = PostgresPool.Options()
        /// How old an answer of `configurationVersion()` may be: a change that another process makes, such as a key
        /// that is revoked, counts here after that time at the latest.
        package var versionBound: Duration = .seconds(1)
        /// How long it may take to open the store.
        package var openLimit: Duration = .seconds(30)
        /// How long the outcome of a commit without an answer is looked for beyond the time of its unit of work.
        package var outcomePatience: Duration = .seconds(10)
        /// How often what is counted by added rows is summed up.
        package var foldInterval: Duration = .seconds(2)
        /// Is handed the SQL of every statement of a unit of work as it begins.
        package var observeStatement: (@Sendable (String) -> Void)?

        package init() {}
    }

    let pool: PostgresPool
    let options: Options
    private let mode: StoreMode
    private let clock: (@Sendable () -> Timestamp)?
    private let random: @Sendable () -> Double
    private let watch: ConfigurationWatch
    private let nextFold: Mutex<ContinuousClock.Instant>
    private let opening: Mutex<Opening>

    private enum Opening {
        case closed(PanelStoreError)
        case open
    }

    /// A store that is still to be opened, with `open`. Until then every call throws why it could not be opened last.
    package init(
        at location: PostgresLocation, for mode: StoreMode = .writing, options: Options = Options(),
        clock: (@Sendable () -> Timestamp)? = nil, wall: WallClock = .system
    ) {
        pool = PostgresPool(location, options: options.pool, clock: wall)
        self.mode = mode
        self.options = options
        self.clock = clock
        random = wall.random
        watch = ConfigurationWatch(bound: options.versionBound)
        nextFold = Mutex(.now)
        opening = Mutex(.closed(PanelStoreError(.unavailable, "\(location.name) is not open yet", mayPass: true)))
    }

    /// Opens the database. For writing it is brought to the schema of this version, and an empty one gets the tables
    /// and the system services; for reading it stays as it is.
    /// - Parameters:
    ///   - location: the database, which must be there.
    ///   - mode: what for.
    ///   - options: limits.
    ///   - clock: the time of day for all who use the store; nil for that of the database.
    ///   - wall: the chance in pauses.
    /// - Returns: the store, ready for use.
    /// - Throws: what is wrong with the server or the database, and what to do about it.
    package static func open(
        location: PostgresLocation, for mode: StoreMode = .writing, options: Options = Options(),
        clock: (@Sendable () -> Timestamp)? = nil, wall: WallClock = .system
    ) async throws(PanelStoreError) -> PostgresPanelStore {
        let store = PostgresPanelStore(at: location, for: mode, options: options, clock: clock, wall: wall)
        do {
            try await store.open()
            return store
        } catch {
            await store.close()
            throw error
        }
    }

    /// Opens a store that is not open; may be called again when it could not be opened.
    package func open() async throws(PanelStoreError) {
        let deadline = ContinuousClock.now + options.openLimit
        do {
            try await PostgresMigration(pool: pool, now: clock, random: random).prepare(for: mode, until: deadline)
            // Finds out the version of the configuration, too.
            let copy = try await perform(nil, until: deadline) { try await $0.unfinishedCopy() }
            if let copy, mode != .restoring {
                throw PanelStoreError.unfinishedCopy(of: copy.source, to: pool.location.name)
            }
            opening.withLock { $0 = .open }
        } catch {
            let error =
                (error as? PanelStoreError) ?? (error as? PostgresError)?.storeError(at: pool.location)
                ?? PanelStoreError(.unavailable, "\(pool.location.name) does not work: \(error)")
            opening.withLock { $0 = .closed(error) }
            throw error
        }
    }

    /// Ends all connections. Of no use afterwards.
    package func close() async { await pool.close() }

    package func read<T: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable (any PanelStoreReading) async throws -> T
    ) async throws -> T {
        try await perform(nil, within: limit) { try await body($0) }
    }

    package func write<T: Sendable>(
        within limit: Duration, as mode: WriteMode,
        _ body: @escaping @Sendable (any PanelStoreTransaction) async throws -> T
    ) async throws -> T {
        try Task.checkCancellation()
        guard self.mode != .reading else {
            throw PanelStoreError(.readOnly, "the store \(pool.location.name) was opened read-only")
        }
        return try await perform(mode, within: limit) { try await body($0) }
    }

    /// Does a unit of work until it is done, or its time is over.
    private func perform<T: Sendable>(
        _ mode: WriteMode?, within limit: Duration, _ body: @Sendable (PostgresTransaction) async throws -> T
    ) async throws -> T {
        let deadline = ContinuousClock.now + limit
        if case .closed(let error) = opening.withLock({ $0 }) { throw error }
        do {
            return try await perform(mode, until: deadline, body)
        } catch let error as PostgresError {
            throw storeError(error, isLate: ContinuousClock.now >= deadline, limit)
        }
    }

    private func perform<T: Sendable>(
        _ mode: WriteMode?, until deadline: ContinuousClock.Instant,
        _ body: @Sendable (PostgresTransaction) async throws -> T
    ) async throws -> T {
        var attempts = 0
        while true {
            do {
                guard ContinuousClock.now < deadline else { throw PostgresError(.timedOut, "the time is over") }
                return try await attempt(mode, until: deadline, body)
            } catch let error as PostgresError {
                attempts += 1
                guard error.isWorthAnotherAttempt, ContinuousClock.now < deadline else { throw error }
                // Those that were in each other's way must not meet again.
                let pause = min(Duration.milliseconds(2) * (1 << min(attempts, 7)), .milliseconds(200)) * random()
                try? await Task.sleep(for: pause)
            }
        }
    }

    private func storeError(_ error: PostgresError, isLate: Bool, _ limit: Duration) -> PanelStoreError {
        if isLate, error.kind == .timedOut || error.kind == .connectionLost, pool.failure == nil {
            return .notInTime(pool.location.name, limit)
        }
        return error.storeError(at: pool.location)
    }

    private func attempt<T: Sendable>(
        _ mode: WriteMode?, until deadline: ContinuousClock.Instant,
        _ body: @Sendable (PostgresTransaction) async throws -> T
    ) async throws -> T {
        let outcome = try await pool.withConnection(until: deadline) { connection in
            try await withTaskExecutorPreference(connection.executor) {
                let transaction = PostgresTransaction(
                    connection, mode: mode, until: deadline, clock: clock, observe: options.observeStatement)
                let unit = PostgresUnitOfWork(transaction: transaction, watch: watch)
                return try await unit.run(folding: folds, body)
            }
        }
        switch outcome {
        case .done(let result): return result
        case .unknown(let result, let id, let error):
            if try await hasCommitted(id, until: deadline + options.outcomePatience, error) { return result }
            throw PostgresError(.connectionLost, error.message)
        }
    }

    /// Whether it is time to sum up what is counted by added rows.
    private func folds() -> Bool {
        nextFold.withLock { next in
            guard ContinuousClock.now >= next else { return false }
            next = .now + options.foldInterval
            return true
        }
    }

    /// Whether a transaction has taken place whose commit was not answered. The server knows it for long.
    private func hasCommitted(
        _ id: Int64, until deadline: ContinuousClock.Instant, _ error: PostgresError
    ) async throws -> Bool {
        watch.forget()
        while true {
            do {
                let status = try await pool.withConnection(until: deadline) { connection in
                    let statement = PostgresStatement("SELECT pg_xact_status(($1::text)::xid8)", [.text(String(id))])
                    return try await connection.run(statement, until: deadline).first?.optionalText(0)
                }
                switch status {
                case "committed": return true
                case "aborted": return false
                // Its session has not noticed yet that nobody listens.
                case "in progress": break
                default: throw error
                }
            } catch let lookup as PostgresError {
                // A transaction of the future: this server, which took over, never heard of it.
                if lookup.sqlState == "22023" { return false }
                guard lookup.isWorthAnotherAttempt || lookup.mayPass, lookup != error else { throw error }
            }
            guard ContinuousClock.now < deadline else { throw error }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    package func configurationVersion() -> ConfigurationVersion? { watch.version }

    package func checkWritable() async throws {
        _ = try await write(within: .seconds(5), as: .concurrent) { transaction in
            guard let transaction = transaction as? PostgresTransaction else { return }
            try await transaction.run("UPDATE phoenix_lock SET touched = touched + 1 WHERE name = 'check'")
        }
    }
}

extension PostgresError {
    /// Whether a unit of work may come to its end when it is begun again.
    fileprivate var isWorthAnotherAttempt: Bool { kind == .retryable || kind == .connectionLost }
}
