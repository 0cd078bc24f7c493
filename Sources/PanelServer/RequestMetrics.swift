import ServicesAPI
import Synchronization

/// How many requests were answered, and how long that took, for `/metrics`.
final class RequestMetrics: Sendable {
    private struct Series: Hashable {
        let route: APIRoute?
        let status: Int

        var name: String { route?.rawValue ?? "none" }
    }

    private struct Totals {
        var count = 0
        var seconds = 0.0

        mutating func add(_ more: Double) {
            count += 1
            seconds += more
        }
    }

    private let totals = Mutex<[Series: Totals]>([:])

    /// Counts an answer; `route` nil for a path that is none.
    func count(route: APIRoute?, status: Int, duration: Duration) {
        totals.withLock { totals in
            totals[Series(route: route, status: status), default: Totals()].add(duration / .seconds(1))
        }
    }

    /// In the text format of Prometheus, sorted.
    func render() -> String {
        let series = totals.withLock { $0 }.sorted {
            ($0.key.name, $0.key.status) < ($1.key.name, $1.key.status)
        }
        var text = """
            # HELP phoenix_http_requests_total Requests that were answered.
            # TYPE phoenix_http_requests_total counter

            """
        for (key, value) in series {
            text += "phoenix_http_requests_total{route=\"\(key.name)\",status=\"\(key.status)\"} \(value.count)\n"
        }
        text += """
            # HELP phoenix_http_request_seconds_total Time that was spent on answering.
            # TYPE phoenix_http_request_seconds_total counter

            """
        for (key, value) in series {
            text += "phoenix_http_request_seconds_total{route=\"\(key.name)\",status=\"\(key.status)\"} "
            text += "\(value.seconds)\n"
        }
        return text
    }
}
