package import Clocks
import Synchronization

/// A time that moves on by hand alone: who waits, waits until then.
package final class SteppedTime: Sendable {
    private struct Sleeper {
        let id: Int
        let end: Duration
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var now = Duration.seconds(1_800_000_000)
        var lastID = 0
        var sleepers: [Sleeper] = []
    }

    private let state = Mutex(State())

    package init() {}

    package var now: Duration { state.withLock { $0.now } }

    /// How many wait.
    package var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Lets time pass, and ends the waits that are over then.
    package func advance(by duration: Duration) {
        let woken = state.withLock { state in
            state.now += duration
            let woken = state.sleepers.filter { $0.end <= state.now }
            state.sleepers.removeAll { $0.end <= state.now }
            return woken
        }
        for sleeper in woken { sleeper.continuation.resume(returning: true) }
    }

    package func clock(random: Double = 0) -> WallClock {
        WallClock(
            now: { self.now },
            sleep: { duration throws(CancellationError) in
                if await !self.sleep(duration) { throw CancellationError() }
            },
            random: { random })
    }

    /// Answers whether the time has passed; false when the task was cancelled before.
    private func sleep(_ duration: Duration) async -> Bool {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if duration <= .zero { return true }
                    state.sleepers.append(Sleeper(id: id, end: state.now + duration, continuation: continuation))
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else { return nil }
                return state.sleepers.remove(at: index)
            }
            sleeper?.continuation.resume(returning: false)
        }
    }
}
