import Synchronization

/// What reaches a run from outside while it is carried out, in ascending order of strength.
enum RunSignal: Int, Sendable, Comparable, CaseIterable {
    /// The process is to end: no further step is begun here.
    case drain
    /// Somebody wants the run to end after its current step.
    case stop
    /// The run has taken longer than it may.
    case timeout
    /// The process ends now, whatever is being done.
    case handOver
    /// Somebody else may carry out the run.
    case leaseLost

    /// Whether a step that is being done is cancelled, too.
    var endsStep: Bool { self >= .timeout }

    static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// Carries signals to one run.
final class RunControl: Sendable {
    private struct Waiter {
        let forStepEnd: Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var strongest: RunSignal?
        var lastWaiter = 0
        var waiters: [Int: Waiter] = [:]
    }

    private let state = Mutex(State())

    /// The strongest signal so far.
    var signal: RunSignal? { state.withLock { $0.strongest } }

    func send(_ signal: RunSignal) {
        let woken = state.withLock { state in
            state.strongest = max(signal, state.strongest ?? signal)
            let woken = state.waiters.filter { signal.endsStep || !$0.value.forStepEnd }
            for id in woken.keys { state.waiters[id] = nil }
            return woken.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    /// Runs a body, and cancels it at a signal: any one, or with `stepEnd` only those that end a step.
    /// - Returns: what the body returns, and whether it was cancelled before that.
    func cancelling<T: Sendable>(
        atStepEnd stepEnd: Bool, _ body: @escaping @Sendable () async -> T
    ) async -> (result: T, wasCancelled: Bool) {
        await withTaskGroup(of: T?.self) { group in
            group.addTask { await body() }
            group.addTask {
                await self.wait(forStepEnd: stepEnd)
                return nil
            }
            var wasCancelled = false
            while let first = await group.next() {
                group.cancelAll()
                if let result = first { return (result, wasCancelled || Task.isCancelled) }
                wasCancelled = true
            }
            preconditionFailure("the body has returned")
        }
    }

    /// Returns at a signal, or when the task is cancelled.
    private func wait(forStepEnd: Bool) async {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if Task.isCancelled { return true }
                    if let signal = state.strongest, signal.endsStep || !forStepEnd { return true }
                    state.waiters[id] = Waiter(forStepEnd: forStepEnd, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume()
        }
    }
}
