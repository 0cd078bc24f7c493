import PanelStore
import PhoenixModel

/// One attempt at a unit of work: begins a transaction, runs the body in it, and ends it.
struct PostgresUnitOfWork {
    enum Outcome<T: Sendable>: Sendable {
        case done(T)
        /// The commit was sent and not answered; the number of the transaction, by which the server knows it.
        case unknown(T, id: Int64, PostgresError)
    }

    let transaction: PostgresTransaction
    let watch: ConfigurationWatch

    private static let rollbackLimit = Duration.seconds(1)

    func run<T: Sendable>(
        folding: () -> Bool, _ body: (PostgresTransaction) async throws -> T
    ) async throws -> Outcome<T> {
        let id: Int64?
        let result: T
        do {
            id = try await begin()
            result = try await body(transaction)
            if let failure = transaction.failure { throw failure }
            if transaction.mode != nil {
                try await transaction.finish(folding: transaction.hasChangedCounts && folding())
            }
        } catch {
            transaction.end()
            await rollBack()
            // Whatever the body has made of it, the transaction ended by this.
            throw transaction.failure ?? error
        }
        transaction.end()
        do throws(PostgresError) {
            _ = try await transaction.connection.run("COMMIT", until: transaction.deadline)
        } catch {
            // What was read stays true.
            if transaction.mode == nil { return .done(result) }
            guard error.kind == .outcomeUnknown, let id else { throw error }
            return .unknown(result, id: id, error)
        }
        if transaction.hasChangedServices || transaction.hasChangedKeys { await look() }
        return .done(result)
    }

    /// Begins the transaction and answers its number.
    ///
    /// The limits are those of the transaction, since behind a pooler the session is not ours. A transaction whose
    /// process is gone, or waits for something else until its time is over, is ended by the server.
    private func begin() async throws -> Int64? {
        let mode = transaction.mode
        _ = try await transaction.send(
            mode == nil ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN ISOLATION LEVEL READ COMMITTED")
        let start = ContinuousClock.now
        let left = max(1, Int64((transaction.deadline - start) / .milliseconds(1)))
        var sql = """
            SELECT set_config('statement_timeout', $1, true),
                set_config('idle_in_transaction_session_timeout', $1, true)
            """
        // Whoever comes first has the lock, and what follows sees all that was written before.
        sql += mode == .alone ? ", NULL" : ", \(PostgresTransaction.clock)"
        sql += mode == nil ? ", NULL" : ", pg_current_xact_id()"
        let looks = mode != .alone && watch.wantsLook
        if looks { sql += ", \(Self.version)" }
        // Statistics that are wrong must not make a claim read all that has ever run.
        if mode == .concurrent { sql += ", set_config('enable_seqscan', 'off', true)" }
        if mode == .alone { sql += " FROM phoenix_lock WHERE name = 'write' FOR UPDATE" }
        let rows = try await transaction.send(PostgresStatement(sql, [.text(String(left))]))
        guard let row = rows.first else { throw UnreadableRow() }
        transaction.beginning = try row.optionalTimestamp(2)
        if looks { watch.note(.init(services: try row.integer(4), keys: try row.integer(5), start: start)) }
        if mode == .alone, watch.wantsLook { try await lookWithin() }
        return try row.optionalInteger(3)
    }

    /// How often something was changed: what is summed up, and what is to be added.
    private static let version = """
        (SELECT services + (SELECT coalesce(sum(services), 0)::bigint FROM change) FROM change_count), \
        (SELECT keys + (SELECT coalesce(sum(keys), 0)::bigint FROM change) FROM change_count)
        """

    private func lookWithin() async throws {
        let start = ContinuousClock.now
        let row = try await transaction.send(PostgresStatement("SELECT \(Self.version)"))[0]
        watch.note(.init(services: try row.integer(0), keys: try row.integer(1), start: start))
    }

    /// Finds out what the version is after a change of this process, before anybody is told of the change.
    private func look() async {
        let start = ContinuousClock.now
        do {
            let statement = PostgresStatement("SELECT \(Self.version)")
            let row = try await transaction.connection.run(
                statement, until: max(transaction.deadline, start + .seconds(1)))[0]
            watch.note(.init(services: try row.integer(0), keys: try row.integer(1), start: start))
        } catch {
            watch.forget()
        }
    }

    private func rollBack() async {
        let limit = ContinuousClock.now + Self.rollbackLimit
        _ = try? await transaction.connection.run("ROLLBACK", until: limit)
    }
}
