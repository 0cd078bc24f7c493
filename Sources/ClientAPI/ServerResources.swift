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
        cpu = resources?.number("cpu_absolute")
        memory = resources?.number("memory_bytes")
        disk = resources?.number("disk_bytes")
        received = resources?.number("network_rx_bytes")
        sent = resources?.number("network_tx_bytes")
        uptime = resources?.number("uptime")
    }
}
