import Glibc

/// The time that waits are made of, and the chance in them.
package struct WallClock: Sendable {
    /// Since 1970, UTC.
    package let now: @Sendable () -> Duration
    package let sleep: @Sendable (Duration) async throws(CancellationError) -> Void
    /// A number from 0 up to 1.
    package let random: @Sendable () -> Double

    package init(
        now: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws(CancellationError) -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
    }

    /// The machine's.
    package static let system = WallClock(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        },
        sleep: { duration throws(CancellationError) in
            do { try await Task.sleep(for: duration) } catch { throw CancellationError() }
        },
        random: { .random(in: 0..<1) })

    /// What `body` gives; nil where it takes longer than `limit`, after which it is cancelled and waited for.
    package func within<Result: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result? {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await body() }
            group.addTask {
                try await sleep(limit)
                return nil
            }
            return try await group.next() ?? nil
        }
    }
}
