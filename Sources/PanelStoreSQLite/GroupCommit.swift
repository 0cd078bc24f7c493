import GRDB
import Synchronization

/// Lets writers that come at the same time share one transaction, and so one sync of the disk.
///
/// The first one to come starts the drain on the database's own queue; whoever comes while a commit is under way goes
/// into the next. Each body runs in a savepoint of its own.
final class GroupCommit: Sendable {
    private struct State {
        var waiting: [QueuedWrite] = []
        var isDraining = false
        var commitCount = 0
    }

    /// The most bodies in one transaction, so that the first of them need not wait for ever.
    private static let batchLimit = 256

    private let pool: DatabasePool
    private let state = Mutex(State())

    init(pool: DatabasePool) {
        self.pool = pool
    }

    var commitCount: Int { state.withLock { $0.commitCount } }

    /// Runs a body in the next transaction. Returns when it is on the disk.
    func perform<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { continuation in
            let isFirst = state.withLock { state in
                state.waiting.append(QueuedWrite(body, continuation))
                defer { state.isDraining = true }
                return !state.isDraining
            }
            // The call with a callback: the cancellation of one writer's task must not end the transaction of all.
            if isFirst { pool.asyncWriteWithoutTransaction { db in self.drain(db) } }
        }
    }

    private func drain(_ db: Database) {
        while let batch = nextBatch() {
            let rest = commit(batch, db)
            state.withLock { $0.waiting.insert(contentsOf: rest, at: 0) }
        }
    }

    private func nextBatch() -> ArraySlice<QueuedWrite>? {
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

    /// Runs and answers the writes. Returns those that it did not come to, because SQLite gave up the transaction.
    private func commit(_ batch: ArraySlice<QueuedWrite>, _ db: Database) -> ArraySlice<QueuedWrite> {
        do {
            try db.beginTransaction(.immediate)
        } catch {
            for write in batch { write.fail(error) }
            return []
        }
        var answers: [QueuedWrite.Answer] = []
        var rest = batch
        do {
            while let write = rest.popFirst() {
                let (answer, loss) = run(write, db)
                answers.append(answer)
                if let loss { throw loss }
            }
            try db.commit()
            state.withLock { $0.commitCount += 1 }
            for answer in answers { answer(nil) }
        } catch {
            if db.isInsideTransaction { try? db.rollback() }
            for answer in answers { answer(error) }
        }
        return rest
    }

    /// Runs one write in a savepoint. `loss` is why the transaction cannot go on: a full disk, among others, rolls back
    /// all that was done in it.
    private func run(_ write: QueuedWrite, _ db: Database) -> (answer: QueuedWrite.Answer, loss: (any Error)?) {
        do {
            try db.cachedStatement(sql: "SAVEPOINT body").execute()
            let answer = try write.run(db)
            try db.cachedStatement(sql: "RELEASE body").execute()
            return (answer, nil)
        } catch {
            // What it threw may rest on what others of this transaction did, so it too is only told after the commit.
            let answer: QueuedWrite.Answer = { commitError in write.fail(commitError ?? error) }
            return (answer, undo(db) ? nil : error)
        }
    }

    private func undo(_ db: Database) -> Bool {
        guard db.isInsideTransaction else { return false }
        do {
            try db.cachedStatement(sql: "ROLLBACK TO body").execute()
            try db.cachedStatement(sql: "RELEASE body").execute()
            return true
        } catch {
            return false
        }
    }
}
