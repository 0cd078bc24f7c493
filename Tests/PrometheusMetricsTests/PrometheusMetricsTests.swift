import CoreMetrics
import PrometheusMetrics
import Testing

@Suite("Metrics for Prometheus")
struct PrometheusMetricsTests {
    private let factory = PrometheusMetricsFactory(
        help: ["b_total": "Things\\ that\ncame."], buckets: [0.1, 1], seriesLimit: 2)

    @Test("counters, gauges and histograms are rendered sorted, with what they mean")
    func rendering() {
        Counter(label: "b_total", dimensions: [("kind", "x")], factory: factory).increment(by: 2)
        Counter(label: "b_total", dimensions: [("kind", "x")], factory: factory).increment()
        Gauge(label: "a", factory: factory).record(1.5)
        Meter(label: "m", factory: factory).set(7)
        let timer = CoreMetrics.Timer(label: "c_seconds", dimensions: [("route", "r")], factory: factory)
        for milliseconds in [100, 101, 5_000] { timer.recordMilliseconds(milliseconds) }
        #expect(
            factory.render() == #"""
                # TYPE a gauge
                a 1.5
                # HELP b_total Things\\ that\ncame.
                # TYPE b_total counter
                b_total{kind="x"} 3
                # TYPE c_seconds histogram
                c_seconds_bucket{route="r",le="0.1"} 1
                c_seconds_bucket{route="r",le="1"} 2
                c_seconds_bucket{route="r",le="+Inf"} 3
                c_seconds_sum{route="r"} 5.201
                c_seconds_count{route="r"} 3
                # TYPE m gauge
                m 7

                """#)
    }

    @Test("what may not be in a name or a label is replaced or escaped")
    func escaping() {
        Counter(label: "9 lives.é", dimensions: [("a-b:c", "q\"b\\n\nx")], factory: factory).increment()
        #expect(
            factory.render() == #"""
                # TYPE __lives__ counter
                __lives__{a_b_c="q\"b\\n\nx"} 1

                """#)
    }

    @Test("labels from the outside cannot make series without end")
    func bound() {
        for number in 1...1_000 {
            Counter(label: "c", dimensions: [("n", "\(number)")], factory: factory).increment()
        }
        #expect(
            factory.render() == #"""
                # TYPE c counter
                c{n="1"} 1
                c{n="2"} 1
                c{overflow="true"} 998

                """#)
    }

    @Test("a name belongs to the kind of metric that took it first")
    func kinds() {
        Counter(label: "c", factory: factory).increment()
        Gauge(label: "c", factory: factory).record(5)
        #expect(factory.render() == "# TYPE c counter\nc 1\n")
    }
}
