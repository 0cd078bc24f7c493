import Synchronization

/// Holds up who comes to it until it is opened, or until the task is cancelled.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var lastID = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var arrivals = 0
        var awaitingArrival: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    func pass() async {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (isOver, noticed) = state.withLock { state in
                    state.arrivals += 1
                    let noticed = state.awaitingArrival.filter { $0.count <= state.arrivals }
                    state.awaitingArrival.removeAll { $0.count <= state.arrivals }
                    let isOver = state.isOpen || Task.isCancelled
                    if !isOver { state.waiting[id] = continuation }
                    return (isOver, noticed)
                }
                for waiter in noticed { waiter.continuation.resume() }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume()
        }
    }

    func open() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            state.isOpen = true
            return state.waiting.values.map(\.self)
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Waits until so many have come to it, ever.
    func waitForArrivals(_ count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.arrivals >= count { return true }
                state.awaitingArrival.append((count, continuation))
                return false
            }
            if isOver { continuation.resume() }
        }
    }
}
