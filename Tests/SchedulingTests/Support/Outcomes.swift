import PhoenixModel
import Scheduling
import Synchronization

/// Outcomes of steps one after the other, and success afterwards.
final class Outcomes: Sendable {
    private let results: Mutex<[StepResult]>

    init(_ results: [StepResult]) { self.results = Mutex(results) }

    func next() -> StepOutcome {
        let result = results.withLock { $0.isEmpty ? .succeeded : $0.removeFirst() }
        return StepOutcome(result, result == .succeeded ? nil : "the server is offline")
    }
}

/// How much goes on at the same time, at most.
final class Meter: Sendable {
    private let state = Mutex((now: 0, most: 0))

    var most: Int { state.withLock { $0.most } }

    func during(_ body: () async -> Void) async {
        state.withLock { state in
            state.now += 1
            state.most = max(state.most, state.now)
        }
        await body()
        state.withLock { $0.now -= 1 }
    }
}
