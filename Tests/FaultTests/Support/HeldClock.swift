import Synchronization

/// A clock that lets nobody go before it is released, however long they wanted to sleep.
final class HeldClock: Clock {
    private struct State {
        var isReleased = false
        var sleepers: [AsyncStream<Never>.Continuation] = []
    }

    private let state = Mutex(State())

    var now: ContinuousClock.Instant { .now }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        let (end, sleeper) = AsyncStream.makeStream(of: Never.self)
        state.withLock { state in
            if state.isReleased { sleeper.finish() } else { state.sleepers.append(sleeper) }
        }
        for await _ in end {}
        try Task.checkCancellation()
    }

    /// Everybody wakes up, those who come later at once.
    func release() {
        state.withLock { state in
            state.isReleased = true
            for sleeper in state.sleepers { sleeper.finish() }
            state.sleepers = []
        }
    }

    /// Again nobody is let go.
    func hold() { state.withLock { $0.isReleased = false } }
}
