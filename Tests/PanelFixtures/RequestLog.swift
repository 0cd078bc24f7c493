import Synchronization

/// Every request that came, in the order it came, for those who look now and those who wait.
final class RequestLog: Sendable {
    private struct State {
        var requests: [RecordedRequest] = []
        var observers: [AsyncStream<Void>.Continuation] = []

        mutating func notify() {
            observers.removeAll { observer in
                if case .terminated = observer.yield() { true } else { false }
            }
        }
    }

    private let state = Mutex(State())

    var requests: [RecordedRequest] { state.withLock { $0.requests } }

    /// Answers the place of the request, for `update`.
    func record(_ request: RecordedRequest) -> Int {
        state.withLock { state in
            state.requests.append(request)
            state.notify()
            return state.requests.count - 1
        }
    }

    func update(_ place: Int, _ change: (inout RecordedRequest) -> Void) {
        state.withLock { state in
            change(&state.requests[place])
            state.notify()
        }
    }

    /// Waits until the requests are as `condition` wants them.
    func requests(
        when condition: @Sendable ([RecordedRequest]) -> Bool
    ) async throws(CancellationError) -> [RecordedRequest] {
        let (changes, observer) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        observer.yield()
        state.withLock { $0.observers.append(observer) }
        defer { observer.finish() }
        for await _ in changes {
            let requests = requests
            if condition(requests) { return requests }
        }
        throw CancellationError()
    }
}
