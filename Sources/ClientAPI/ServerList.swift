package import PhoenixModel

/// The servers that a key can see.
package struct ServerList: Sendable, Hashable {
    /// In order of name, then uuid.
    package var servers: [GameServer]
    /// What panel it is, as far as it shows in them.
    package var family: PanelFamily?
    /// One sentence for each record that lacks what is needed to work on it.
    package var unreadable: [String]

    package init(servers: [GameServer], unreadable: [String] = [], family: PanelFamily? = nil) {
        self.family = family
        self.servers = servers.sorted { ($0.name, $0.uuid) < ($1.name, $1.uuid) }
        self.unreadable = unreadable
    }
}
