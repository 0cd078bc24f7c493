import ClientPanelFixtures
import HTTPTransport
import PanelFixtures
import Synchronization
import TransportFixtures

/// Sends requests to a stand-in panel without a network in between.
struct StandInTransport: Transport {
    let panel: StandInPanel
    /// After so many requests the connection is gone for good: the last one is done, and its answer is lost.
    var limit: Int?
    private let count = Counter()
    private let gauge: Gauge?

    init(_ panel: StandInPanel, limit: Int? = nil, gauge: Gauge? = nil) {
        self.panel = panel
        self.limit = limit
        self.gauge = gauge
    }

    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
        gauge?.begin()
        defer { gauge?.end() }
        await Task.yield()
        let number = count.next()
        if let limit, number > limit { throw .refused }
        let proxied = ProxiedRequest(
            request.method, request.target, headers: HeaderList(request.headers), body: request.body ?? [])
        let reply = panel.reply(to: proxied)
        if number == limit { throw .reset }
        switch reply {
        case .answer(let answer):
            return HTTPResponse(status: answer.status, headers: answer.headers.fields, body: answer.body)
        case .close, .reset, .truncated: throw .reset
        case .silence, .stalled: throw .late
        }
    }
}

/// How many requests are under way at once.
final class Gauge: Sendable {
    private let state = Mutex((now: 0, most: 0))

    var most: Int { state.withLock { $0.most } }

    fileprivate func begin() {
        state.withLock { state in
            state.now += 1
            state.most = max(state.most, state.now)
        }
    }

    fileprivate func end() { state.withLock { $0.now -= 1 } }
}

private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
