import GRDB

/// A write body that waits for its turn, with the caller that waits for its answer.
struct QueuedWrite: Sendable {
    /// Answers the caller: with what its body returned, or with why the commit failed.
    typealias Answer = (_ commitError: (any Error)?) -> Void

    let run: @Sendable (Database) throws -> Answer
    let fail: @Sendable (any Error) -> Void

    init<T: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> T, _ continuation: CheckedContinuation<T, any Error>
    ) {
        run = { db in
            let value = try body(db)
            return { commitError in
                if let commitError {
                    continuation.resume(throwing: commitError)
                } else {
                    continuation.resume(returning: value)
                }
            }
        }
        fail = { continuation.resume(throwing: $0) }
    }
}
