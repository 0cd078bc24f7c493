/// What a server uses, as the panel knows it: it asks the node every 20 seconds at most.
package struct ServerResources: Sendable, Hashable {
    package enum State: String, Sendable, Hashable {
        case offline, starting, running, stopping
    }

    /// nil for a state that is none of these.
    package let state: State?
    /// Percent of one core; so is each of the following nil when the panel does not say.
    package let cpu: Double?
    /// Bytes.
    package let memory: Double?
    /// Bytes.
    package let disk: Double?
    /// Bytes since the start.
    package let received: Double?
    package let sent: Double?
    /// Milliseconds since the start.
    package let uptime: Double?

    /// How long the panel goes on saying the same.
    package static let freshness = Duration.seconds(20)

    init(_ attributes: Attributes) throws(UnreadableRecord) {
        state = State(rawValue: try attributes.requiredText("current_state"))
        let resources = attributes.object("resources")
        cpu = resources?.amount("cpu_absolute")
        memory = resources?.amount("memory_bytes")
        disk = resources?.amount("disk_bytes")
        received = resources?.amount("network_rx_bytes")
        sent = resources?.amount("network_tx_bytes")
        uptime = resources?.amount("uptime")
    }
}

extension Attributes {
    /// A number that can be an amount of something; nil for others, which a panel with a fault may answer.
    fileprivate func amount(_ name: String) -> Double? {
        number(name).flatMap { (0...0x1p53).contains($0) ? $0 : nil }
    }
}
