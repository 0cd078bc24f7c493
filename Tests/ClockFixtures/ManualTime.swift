package import Clocks
import Synchronization

/// A time that only waiting moves on.
package final class ManualTime: Sendable {
    private struct State {
        var now = Duration.seconds(1_800_000_000)
        var waits: [Duration] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// Every wait, in the order they began.
    package var waits: [Duration] { state.withLock { $0.waits } }

    package var now: Duration { state.withLock { $0.now } }

    /// Lets time pass without anybody waiting.
    package func advance(_ duration: Duration) { state.withLock { $0.now += duration } }

    /// `random` is what chance gives every time.
    package func clock(random: Double = 0) -> WallClock {
        WallClock(
            now: { self.now },
            sleep: { duration throws(CancellationError) in
                if Task.isCancelled { throw CancellationError() }
                self.state.withLock {
                    $0.now += duration
                    $0.waits.append(duration)
                }
            },
            random: { random })
    }
}
