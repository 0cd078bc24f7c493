import CoreMetrics

/// Counts checks by kind and result, and measures by kind how long they took.
struct ProbeInstruments: Sendable {
    let factory: any MetricsFactory

    func record(_ configuration: ProbeConfiguration, _ result: ProbeResult) {
        let kind = ("kind", configuration.name)
        Counter(
            label: "phoenix_probes_total", dimensions: [kind, ("result", result.outcome.rawValue)], factory: factory
        ).increment()
        if let latency = result.latency {
            CoreMetrics.Timer(label: "phoenix_probe_duration_seconds", dimensions: [kind], factory: factory)
                .recordNanoseconds(Int64(latency / .nanoseconds(1)))
        }
    }
}
