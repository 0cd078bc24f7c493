import Clocks
import HTTPTransport
import PhoenixModel
import PhoenixTestSupport
import Synchronization

/// A clock for which a wait is over at once, and which tells how long was waited for in all.
final class SkippedTime: Sendable {
    private let skipped = Mutex(Duration.zero)

    /// All waits together.
    var waited: Duration { skipped.withLock { $0 } }

    var clock: WallClock {
        WallClock(
            now: { .seconds(Timestamp.sample.seconds) + self.waited },
            sleep: { duration throws(CancellationError) in
                if Task.isCancelled { throw CancellationError() }
                self.skipped.withLock { $0 += duration }
            },
            random: { 0.5 })
    }
}
