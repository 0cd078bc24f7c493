import PanelStore
import PhoenixModel

/// The verbs of the port on a connection that is in a transaction.
///
/// Statements cost a way to the server and back each. So what verbs write to many rows one by one waits until
/// something reads it, or for the commit, and goes there at once then; and what a claim asks of each of its tasks comes
/// along with them.
final class PostgresTransaction {
    /// Writes that wait.
    struct Pending: OptionSet {
        let rawValue: Int
        static let runs = Pending(rawValue: 1)
        static let services = Pending(rawValue: 2)
        static let messages = Pending(rawValue: 4)
        static let all: Pending = [.runs, .services, .messages]
    }

    let connection: PostgresConnection
    let deadline: ContinuousClock.Instant
    /// nil: it only reads.
    let mode: WriteMode?
    private let clock: (@Sendable () -> Timestamp)?
    private let observe: (@Sendable (String) -> Void)?
    /// The first error of a statement: nothing can be done after it but to roll back.
    private(set) var failure: PostgresError?
    private var isOver = false
    /// By the database's clock, when it was asked along with the beginning.
    var beginning: Timestamp?

    var serviceNotes: [Int64: ServiceNote] = [:]
    var newRuns: [RunRecord] = []
    var newMessages: [OutboxMessage] = []
    /// Ids that the next new runs get.
    var reservedRunIDs: ArraySlice<Int64> = []
    /// How many ids to reserve when the next run is inserted.
    var expectedRuns = 0
    /// Of tasks that were taken; what is changed is forgotten.
    var known = KnownOfTasks()
    /// Tasks whose row is this transaction's until its end.
    var lockedServices: Set<Int64> = []
    var hasChangedServices = false
    var hasChangedKeys = false
    var hasChangedRunCounts = false

    init(
        _ connection: PostgresConnection, mode: WriteMode?, until deadline: ContinuousClock.Instant,
        clock: (@Sendable () -> Timestamp)?, observe: (@Sendable (String) -> Void)?
    ) {
        self.connection = connection
        self.mode = mode
        self.deadline = deadline
        self.clock = clock
        self.observe = observe
    }

    /// Runs a statement when what it may look at is written.
    @discardableResult
    func run(
        _ sql: String, _ values: [PostgresValue] = [], after pending: Pending = []
    ) async throws -> PostgresRows {
        if !pending.isEmpty { try await write(pending) }
        return try await send(PostgresStatement(sql, values))
    }

    func send(_ statement: PostgresStatement) async throws(PostgresError) -> PostgresRows {
        if let failure { throw failure }
        if isOver { throw PostgresError(.timedOut, "the transaction was used after its end") }
        observe?(statement.sql)
        do throws(PostgresError) {
            return try await connection.run(statement, until: deadline)
        } catch {
            failure = error.isBetweenWaitingRuns ? error.retryable : error
            throw failure ?? error
        }
    }

    /// From now on every verb fails.
    func end() { isOver = true }

    func now() async throws -> Timestamp {
        if let clock { return clock() }
        if let beginning { return beginning }
        let rows = try await run("SELECT \(Self.clock)")
        return Timestamp(seconds: try rows[0].integer(0))
    }

    /// The database's clock: that of now, not that of the beginning.
    static let clock = "floor(extract(epoch FROM clock_timestamp()))::bigint"

    func records<T>(_ rows: PostgresRows, _ record: (PostgresRow) throws -> T) rethrows -> [T] {
        try rows.map(record)
    }
}

extension PostgresError {
    /// Two transactions have started runs that wait for each other: one of them looks again.
    fileprivate var isBetweenWaitingRuns: Bool { kind == .refused(constraint: PostgresSchema.runsAlone) }

    fileprivate var retryable: Self { Self(.retryable, sqlState: sqlState, message) }
}
