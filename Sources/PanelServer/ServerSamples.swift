import PanelService
import PanelStore
import PhoenixModel
import PrometheusMetrics

/// What statistics tasks have recorded last of the panel's game servers, as metrics.
struct ServerSamples {
    let services: ServiceOperations

    /// More servers than a panel has, and a bound to what one answer may hold.
    private static let limit = 5_000
    private static let moment = "phoenix_server_sampled_timestamp_seconds"

    static let help = [
        moment: "When the server was last sampled by a statistics task.",
        metric("cpu_percent"): "Processor use of the server when it was last sampled, 100 for one core.",
        metric("memory_bytes"): "Bytes of memory that the server used when it was last sampled.",
        metric("disk_bytes"): "Bytes of disk that the server used when it was last sampled.",
        metric("network_received_bytes"):
            "Bytes that the server had received since its start when it was last sampled.",
        metric("network_sent_bytes"): "Bytes that the server had sent since its start when it was last sampled.",
        metric("uptime_seconds"): "Seconds that the server had been running when it was last sampled.",
    ]

    private static func metric(_ name: String) -> String { "phoenix_server_\(name)" }

    /// `phoenix_server_cpu_percent{server="lobby",uuid="…"} 12.5`, a server's newest sample alone.
    func text() async throws(ServiceError) -> String {
        var gauges = PrometheusGauges()
        for sample in try await services.latestSamples(limit: Self.limit).sorted(by: { $0.at < $1.at }) {
            let labels = [("server", sample.target.name), ("uuid", sample.target.id)]
            for (metric, value) in sample.values { gauges.set(Self.metric(metric), labels, to: value) }
            gauges.set(Self.moment, labels, to: Double(sample.at.seconds))
        }
        return gauges.render(help: Self.help)
    }
}
