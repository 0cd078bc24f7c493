package import CoreMetrics
import Synchronization

/// Keeps metrics in memory and renders them in the text format of Prometheus, version 0.0.4.
///
/// Counters are counters, gauges and meters are gauges, timers and recorders are histograms in seconds. The same label
/// and dimensions give the same series. A metric has a bounded number of series: what comes beyond them is counted in
/// one with the label `overflow="true"`, so that labels from the outside cannot fill the memory.
package final class PrometheusMetricsFactory: MetricsFactory {
    /// Seconds, from half a millisecond to ten seconds.
    package static let latencyBuckets = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    private struct Family {
        let kind: String
        /// By their labels as they are written.
        var series: [String: any PrometheusSeries] = [:]
    }

    private let help: [String: String]
    private let buckets: [Double]
    private let bucketsByName: [String: [Double]]
    private let seriesLimit: Int
    private let families = Mutex<[String: Family]>([:])

    /// - Parameters:
    ///   - help: what metrics mean, by name.
    ///   - buckets: upper bounds of histograms, ascending.
    ///   - bucketsByName: those of metrics that need others.
    ///   - seriesLimit: for each metric.
    package init(
        help: [String: String] = [:], buckets: [Double] = PrometheusMetricsFactory.latencyBuckets,
        bucketsByName: [String: [Double]] = [:], seriesLimit: Int = 200
    ) {
        self.help = help
        self.buckets = buckets
        self.bucketsByName = bucketsByName
        self.seriesLimit = seriesLimit
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, kind: "counter") { PrometheusCounter() }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, kind: "gauge") { PrometheusGauge() }
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        if aggregate { return histogram(label, dimensions) }
        return series(label, dimensions, kind: "gauge") { PrometheusGauge() }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions)
    }

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> PrometheusHistogram {
        series(label, dimensions, kind: "histogram") { PrometheusHistogram(self.bucketsByName[label] ?? self.buckets) }
    }

    // A series that is counted no longer keeps its value: a counter that vanishes looks like a restart.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// The series of these labels. One of a name that is taken by another kind is kept by its owner and never rendered.
    private func series<Series: PrometheusSeries>(
        _ label: String, _ dimensions: [(String, String)], kind: String, make: () -> Series
    ) -> Series {
        let name = PrometheusText.name(label, allowsColon: true)
        let labels = PrometheusText.labels(dimensions)
        return families.withLock { families in
            var family = families[name] ?? Family(kind: kind)
            guard family.kind == kind else { return make() }
            let key = family.series[labels] == nil && family.series.count >= seriesLimit ? Self.overflow : labels
            if let series = family.series[key] as? Series { return series }
            let series = make()
            family.series[key] = series
            families[name] = family
            return series
        }
    }

    private static let overflow = PrometheusText.labels([("overflow", "true")])

    /// All metrics, sorted by name and labels.
    package func render() -> String {
        let families = families.withLock { $0 }.sorted { $0.key < $1.key }
        var text = ""
        for (name, family) in families {
            if let help = help[name] { text += "# HELP \(name) \(PrometheusText.help(help))\n" }
            text += "# TYPE \(name) \(family.kind)\n"
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                series.render(name: name, labels: labels, into: &text)
            }
        }
        return text
    }
}
