internal import CLibPQ
import Glibc

/// One session with the server, on a thread of its own. One call at a time uses it; all others wait.
///
/// A call ends at its deadline at the latest, and little after: the server is asked to give up what it does, and the
/// connection is closed whatever it answers, since nobody knows what it would answer next.
package actor PostgresConnection {
    package nonisolated let executor: PostgresExecutor
    /// Whether another server may answer the next transaction, so that nothing may be left in a session.
    package nonisolated let isPooled: Bool
    /// As the server numbers itself: 150018 is 15.18.
    package nonisolated let serverVersion: Int

    private let session: LibPQSession
    private var preparations: [String: Preparation] = [:]
    private var preparedCount = 0

    private enum Preparation {
        case usedOnce
        case prepared(name: String)
    }

    /// More texts of statements than phoenix has; what comes after is not prepared.
    private static let preparedLimit = 512

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private init(_ session: LibPQSession, on executor: PostgresExecutor, isPooled: Bool) {
        self.session = session
        self.executor = executor
        self.isPooled = isPooled
        serverVersion = session.serverVersion
    }

    /// Opens a connection, and finds out what it leads to.
    package static func connect(
        to location: PostgresLocation, until deadline: ContinuousClock.Instant
    ) async throws(PostgresError) -> PostgresConnection {
        let executor = PostgresExecutor()
        // The system's look-up of a host name knows no deadline.
        let answer = await executor.call(until: deadline + .milliseconds(100)) {
            Result { () throws(PostgresError) in try PostgresOpening.open(location, until: deadline) }
        } late: { late in
            if case .success(let opened) = late { opened.session.close() }
        }
        guard let answer else {
            throw PostgresError(.fault(.unreachable), "the name service or the server did not answer in time")
        }
        let opened = try answer.get()
        return PostgresConnection(opened.session, on: executor, isPooled: opened.isPooled)
    }

    /// Runs one statement and hands over all its rows.
    package func run(
        _ statement: PostgresStatement, until deadline: ContinuousClock.Instant
    ) throws(PostgresError) -> PostgresRows {
        guard let name = try preparedName(of: statement.sql, until: deadline) else {
            return try session.run(statement, prepared: nil, until: deadline)
        }
        do throws(PostgresError) {
            return try session.run(statement, prepared: name, until: deadline)
        } catch {
            if error.kind == .retryable { preparations[statement.sql] = nil }
            throw error
        }
    }

    /// A statement is prepared when it comes for the second time.
    private func preparedName(
        of sql: String, until deadline: ContinuousClock.Instant
    ) throws(PostgresError) -> String? {
        guard !isPooled else { return nil }
        switch preparations[sql] {
        case .prepared(let name): return name
        case nil:
            if preparations.count < Self.preparedLimit { preparations[sql] = .usedOnce }
            return nil
        case .usedOnce:
            preparedCount += 1
            let name = "phoenix_\(preparedCount)"
            try session.prepare(sql, as: name, until: deadline)
            preparations[sql] = .prepared(name: name)
            return name
        }
    }

    /// Whether the next transaction can begin on it: no transaction is open, and the server has not hung up.
    package var isReady: Bool { session.isIdle && session.isAlive }

    /// Whether the server has not hung up, as far as this machine knows.
    package var isAlive: Bool { session.isAlive }

    /// Whether a transaction is open, be it one that can only be rolled back.
    package var isInTransaction: Bool { session.isInTransaction }

    /// Of no use afterwards. Closing twice is nothing.
    package func close() { session.close() }
}
