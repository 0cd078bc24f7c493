import Dispatch
import GRDB
import PanelStore
import PhoenixModel
import Synchronization

/// Runs an asynchronous body inside one of GRDB's synchronous calls: every step of the body, and of nothing else, runs
/// on the thread of the connection, in the order of its coming. That thread belongs to the database, so that it may
/// wait for a body that waits for something else, until the time of the body is over.
final class UnitOfWork: TaskExecutor {
    private enum Phase {
        /// Waits for its turn, or runs; the connection is there from the turn on.
        case open(ConfinedConnection?)
        /// The body has returned, or has thrown this; it waits to be told of the commit.
        case ended((any Error)?, CheckedContinuation<Void, any Error>?)
        /// It must not touch the connection any more.
        case refused(any Error)
    }

    private struct State {
        var phase = Phase.open(nil)
        var jobs: [UnownedJob] = []
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)
    private let limit: Duration
    private let clock: @Sendable () -> Timestamp
    private let deadline: ContinuousClock.Instant

    init(within limit: Duration, clock: @escaping @Sendable () -> Timestamp) {
        self.limit = limit
        self.clock = clock
        deadline = ContinuousClock.now + limit
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isOver = state.withLock { state in
            guard case .open = state.phase else { return true }
            state.jobs.append(job)
            return false
        }
        if isOver { globalConcurrentExecutor.enqueue(ExecutorJob(job)) } else { arrivals.signal() }
    }
}

/// The side of the body.
extension UnitOfWork {
    /// Runs a read on the connection that `run(on:)` is given.
    func read<T: Sendable>(_ body: @Sendable (SQLiteTransaction) async throws -> T) async throws -> T {
        try await withTaskExecutorPreference(self) {
            let transaction = SQLiteTransaction(db: try connection(), clock: clock, unit: self)
            defer { end() }
            return try await body(transaction)
        }
    }

    /// Runs a write on the connection that `run(on:)` is given, and waits for `settle(_:)`.
    func write<T: Sendable>(_ body: @Sendable (SQLiteTransaction) async throws -> T) async throws -> T {
        try await withTaskExecutorPreference(self) {
            let transaction = SQLiteTransaction(db: try connection(), clock: clock, unit: self)
            let result: Result<T, any Error>
            do { result = .success(try await body(transaction)) } catch { result = .failure(error) }
            // What the body threw may rest on what others of its transaction did, so that too is told after the commit.
            try await withCheckedThrowingContinuation { continuation in end(result.failure, continuation) }
            return try result.get()
        }
    }

    /// The connection, as long as it is the turn of this unit.
    func connection() throws -> Database {
        try state.withLock { state in
            switch state.phase {
            case .open(let connection?): return connection
            case .refused(let error): throw error
            case .open, .ended: throw PanelStoreError(.unavailable, "the transaction was used after its end")
            }
        }.database
    }

    private func end(_ failure: (any Error)? = nil, _ continuation: CheckedContinuation<Void, any Error>? = nil) {
        let refusal = state.withLock { state -> (any Error)? in
            if case .refused(let error) = state.phase { return error }
            state.phase = .ended(failure, continuation)
            return nil
        }
        if let refusal { continuation?.resume(throwing: refusal) }
    }
}

/// The side of the connection's thread.
extension UnitOfWork {
    /// Runs the body to its end, on this thread. Throws what it threw, or that its time was over: it is refused then.
    func run(on database: Database) throws {
        guard ContinuousClock.now < deadline else { throw expire() }
        let connection = ConfinedConnection(database: database)
        state.withLock { $0.phase = .open(connection) }
        while true {
            if case .ended(let failure, _) = state.withLock({ $0.phase }) {
                if let failure { throw failure }
                return
            }
            guard arrivals.wait(timeout: .now() + (deadline - .now) / .seconds(1)) == .success else { throw expire() }
            let job = state.withLock { $0.jobs.removeFirst() }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }

    private func expire() -> PanelStoreError {
        let error = PanelStoreError.notInTime("the store", limit)
        refuse(error)
        return error
    }

    /// Lets the body, begun or not, come to its end elsewhere and without the connection: all it does throws `error`.
    func refuse(_ error: any Error) {
        let jobs = state.withLock { state in
            defer { state.jobs = [] }
            state.phase = .refused(error)
            return state.jobs
        }
        for job in jobs { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
    }

    /// Tells the caller that its write is on the disk, or why not.
    func settle(_ error: (any Error)?) {
        switch (state.withLock { $0.phase }, error) {
        case (.ended(_, let continuation), nil): continuation?.resume()
        case (.ended(_, let continuation), let error?): continuation?.resume(throwing: error)
        case (.open, let error?): refuse(error)
        case (.open, nil), (.refused, _): break
        }
    }
}

/// A connection between the threads of one unit of work.
///
/// GRDB's type has no thread of its own, but allows one at a time. That one is the thread in `UnitOfWork.run(on:)`,
/// which runs the body as well.
private struct ConfinedConnection: @unchecked Sendable {
    let database: Database
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
