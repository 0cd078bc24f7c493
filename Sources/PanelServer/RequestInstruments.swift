import CoreMetrics
import Synchronization

/// Counts requests by route and status, and measures by route how long they took.
final class RequestInstruments: Sendable {
    private struct Outcome: Hashable {
        let route: String?
        let status: Int
    }

    private struct Instruments {
        let count: Counter
        let duration: CoreMetrics.Timer
    }

    private let factory: any MetricsFactory
    /// To make an instrument costs more than to use it.
    private let known = Mutex<[Outcome: Instruments]>([:])

    init(factory: any MetricsFactory) { self.factory = factory }

    /// Counts a response; `route` nil for a path that is none.
    func record(route: String?, status: Int, duration: Duration) {
        let instruments = known.withLock { known in
            let outcome = Outcome(route: route, status: status)
            if let instruments = known[outcome] { return instruments }
            let instruments = makeInstruments(outcome)
            known[outcome] = instruments
            return instruments
        }
        instruments.count.increment()
        instruments.duration.recordNanoseconds(Int64(duration / .nanoseconds(1)))
    }

    private func makeInstruments(_ outcome: Outcome) -> Instruments {
        let route = ("route", outcome.route ?? "none")
        return Instruments(
            count: Counter(
                label: "phoenix_http_requests_total", dimensions: [route, ("status", String(outcome.status))],
                factory: factory),
            duration: CoreMetrics.Timer(
                label: "phoenix_http_request_duration_seconds", dimensions: [route], factory: factory))
    }
}
