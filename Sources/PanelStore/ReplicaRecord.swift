package import PhoenixModel

/// A process that serves a store, as it last said of itself.
package struct ReplicaRecord: Sendable, Hashable {
    /// No two processes ever have the same one.
    package let name: String
    /// Of the program.
    package var version: String
    /// By the store's clock, like `lastSeen`.
    package var startedAt: Timestamp
    package var lastSeen: Timestamp
    /// By how many seconds its machine's clock is ahead of the store's; negative when it is behind, 0 when it may be
    /// the same.
    package var clockSkew: Int64
    /// Whether it runs tasks, probes services and sends messages.
    package var runsTasks: Bool

    package init(
        name: String, version: String, startedAt: Timestamp, lastSeen: Timestamp, clockSkew: Int64, runsTasks: Bool
    ) {
        self.name = name
        self.version = version
        self.startedAt = startedAt
        self.lastSeen = lastSeen
        self.clockSkew = clockSkew
        self.runsTasks = runsTasks
    }

    /// Seconds after which a replica that was not seen counts as gone: it says something of itself several times
    /// within them.
    package static let patience: Int64 = 45

    /// Whether it was seen not long before `moment` of the store's clock.
    package func isAlive(at moment: Timestamp) -> Bool { moment.seconds - lastSeen.seconds < Self.patience }
}
