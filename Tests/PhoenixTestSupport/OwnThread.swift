import Dispatch
package import Testing

/// Runs the tests on threads of their own.
///
/// For tests that block, or compute for long: they would keep one of the few threads that the tasks of all tests share,
/// one for each core, and tests with deadlines in real time would miss them meanwhile. A single call that blocks within
/// an asynchronous test may use `blockingCall` instead.
package struct OwnThread: TestTrait, SuiteTrait, TestScoping {
    package var isRecursive: Bool { true }

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(Threads.all, operation: function)
    }

    private final class Threads: TaskExecutor {
        static let all = Threads()

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            // A serial queue without a target has a thread whatever else is blocked.
            DispatchQueue(label: "phoenix.test").async {
                job.runSynchronously(on: self.asUnownedTaskExecutor())
            }
        }
    }
}

extension Trait where Self == OwnThread {
    /// See `OwnThread`.
    package static var ownThread: Self { OwnThread() }
}
