/// Carries deliveries to their receivers.
protocol MessageSending: Sendable {
    /// Tries once, within a limit of its own.
    func send(_ delivery: Delivery) async -> DeliveryOutcome
}
