import Glibc

/// The time that waits are made of, and the chance in them.
struct ClientTime: Sendable {
    /// Since 1970, UTC.
    let now: @Sendable () -> Duration
    let sleep: @Sendable (Duration) async throws(CancellationError) -> Void
    /// A number from 0 up to 1.
    let random: @Sendable () -> Double

    /// The machine's.
    static let system = ClientTime(
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
