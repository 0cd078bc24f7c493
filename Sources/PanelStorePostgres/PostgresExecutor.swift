import Dispatch
import Synchronization

/// The thread of one connection, where calls may wait for the server without anyone else waiting with them.
///
/// Work that is given its preference (`withTaskExecutorPreference`) runs there as well, so that a unit of work does not
/// change threads between its statements.
package final class PostgresExecutor: SerialExecutor, TaskExecutor {
    /// A serial queue without a target has a thread whatever else is blocked.
    private let queue = DispatchQueue(label: "phoenix.postgres")

    package init() {}

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in
            job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        }
    }

    private static let timers = DispatchQueue(label: "phoenix.postgres.calls")

    /// Runs a call that blocks, on the thread of the connection, and waits for it no longer than until a deadline.
    /// - Parameters:
    ///   - deadline: the call should know it too: its thread is busy until it ends.
    ///   - body: the call.
    ///   - late: is given what the call answers when nobody waits for it any more.
    /// - Returns: what the call answered; nil when the deadline came first.
    package func call<T: Sendable>(
        until deadline: ContinuousClock.Instant, _ body: @escaping @Sendable () -> T,
        late: @escaping @Sendable (T) -> Void
    ) async -> T? {
        await withCheckedContinuation { continuation in
            let answer = Answer(continuation)
            queue.async {
                let value = body()
                if !answer.give(value) { late(value) }
            }
            Self.timers.asyncAfter(deadline: .now() + max((deadline - .now) / .seconds(1), 0)) { _ = answer.give(nil) }
        }
    }
}

/// What somebody waits for: it is given once.
private final class Answer<T: Sendable>: Sendable {
    private let waiting: Mutex<CheckedContinuation<T?, Never>?>

    init(_ continuation: CheckedContinuation<T?, Never>) { waiting = Mutex(continuation) }

    /// False when it was given before.
    func give(_ value: T?) -> Bool {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(returning: value)
        return continuation != nil
    }
}
