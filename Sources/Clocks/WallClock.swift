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
}
