import Synchronization

@testable import PanelClient

/// A time that only waiting moves on.
final class ManualTime: Sendable {
    private struct State {
        var now = Duration.seconds(1_800_000_000)
        var waits: [Duration] = []
    }

    private let state = Mutex(State())

    /// Every wait, in the order they began.
    var waits: [Duration] { state.withLock { $0.waits } }

    var now: Duration { state.withLock { $0.now } }

    /// `random` is what chance gives every time.
    func client(random: Double = 0) -> ClientTime {
        ClientTime(
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
