import Synchronization

/// Ends a wait early. A signal without anybody waiting ends the next wait.
final class WakeSignal: Sendable {
    private struct State {
        var isSet = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func set() {
        state.withLock { state in
            defer { state.waiting = nil }
            state.isSet = state.waiting == nil
            return state.waiting
        }?.resume()
    }

    /// Returns at the signal, or when the task is cancelled. One waits at a time.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isSet || Task.isCancelled {
                        state.isSet = false
                        return true
                    }
                    state.waiting = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { state in
                defer { state.waiting = nil }
                return state.waiting
            }?.resume()
        }
    }
}
