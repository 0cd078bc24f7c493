import CoreMetrics
import Synchronization

/// The values of one metric for one set of labels.
protocol PrometheusSeries: AnyObject, Sendable {
    /// Appends its lines; `labels` as `PrometheusText.labels` writes them, without braces.
    func render(name: String, labels: String, into text: inout String)
}

final class PrometheusCounter: CounterHandler, PrometheusSeries {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }

    func reset() { value.store(0, ordering: .relaxed) }

    func render(name: String, labels: String, into text: inout String) {
        text += PrometheusText.line(name, labels, String(value.load(ordering: .relaxed)))
    }
}

final class PrometheusGauge: MeterHandler, RecorderHandler, PrometheusSeries {
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }

    func set(_ value: Double) { self.value.withLock { $0 = value } }

    func increment(by amount: Double) { value.withLock { $0 += amount } }

    func decrement(by amount: Double) { value.withLock { $0 -= amount } }

    func record(_ value: Int64) { set(Double(value)) }

    func record(_ value: Double) { set(value) }

    func render(name: String, labels: String, into text: inout String) {
        text += PrometheusText.line(name, labels, PrometheusText.number(value.withLock { $0 }))
    }
}

/// Counts observations by size.
final class PrometheusHistogram: TimerHandler, RecorderHandler, PrometheusSeries {
    private struct Totals {
        /// For each bound, what is above the bound before it; then what is above all.
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let totals: Mutex<Totals>

    init(_ bounds: [Double]) {
        self.bounds = bounds
        totals = Mutex(Totals(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        totals.withLock { totals in
            totals.counts[bucket] += 1
            totals.sum += value
        }
    }

    func render(name: String, labels: String, into text: inout String) {
        let totals = totals.withLock { $0 }
        let separator = labels.isEmpty ? "" : ","
        var count = 0
        for (bound, more) in zip(bounds + [.infinity], totals.counts) {
            count += more
            let le = "le=\"\(PrometheusText.number(bound))\""
            text += PrometheusText.line("\(name)_bucket", labels + separator + le, String(count))
        }
        text += PrometheusText.line("\(name)_sum", labels, PrometheusText.number(totals.sum))
        text += PrometheusText.line("\(name)_count", labels, String(count))
    }
}
