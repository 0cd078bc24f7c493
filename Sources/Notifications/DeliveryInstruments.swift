import CoreMetrics

/// Counts deliveries by kind and result, and shows what waits.
struct DeliveryInstruments: Sendable {
    private let factory: any MetricsFactory
    private let depth: Gauge
    private let age: Gauge

    init(factory: any MetricsFactory) {
        self.factory = factory
        depth = Gauge(label: "phoenix_outbox_messages", factory: factory)
        age = Gauge(label: "phoenix_outbox_oldest_age_seconds", factory: factory)
    }

    /// `result` is `delivered`, `failed`, `refused` or `dropped`.
    func count(_ result: String, _ delivery: Delivery) {
        let kind = delivery.isForDiscord ? DiscordFormat.kind : "webhook"
        Counter(
            label: "phoenix_notifications_total", dimensions: [("kind", kind), ("result", result)], factory: factory
        ).increment(by: delivery.count)
    }

    /// `oldestAge` is in seconds; 0 when nothing waits.
    func show(waiting: Int, oldestAge: Int64) {
        depth.record(waiting)
        age.record(oldestAge)
    }
}
