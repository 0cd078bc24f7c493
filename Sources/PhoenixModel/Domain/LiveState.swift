/// Everything a panel has, as one read saw it.
package struct LiveState: Sendable {
    package let target: PanelTarget
    package let capabilities: PanelCapabilities
    /// In ascending order of the id, as numbers where they are.
    package let objects: [LiveObject]

    package init(target: PanelTarget, capabilities: PanelCapabilities, objects: [LiveObject]) {
        self.target = target
        self.capabilities = capabilities
        self.objects = objects
    }
}

/// The panel that a run works on, as people are told.
package struct PanelTarget: Sendable, Hashable {
    /// One line: `embedded panel, sqlite:/srv/phoenix/panel.db` or the URL. Never with a key in it.
    package let name: String
    /// Whether the panel lives in this process, where nothing runs the tasks until `phoenix serve`.
    package let isEmbedded: Bool

    package init(name: String, isEmbedded: Bool) {
        self.name = name
        self.isEmbedded = isEmbedded
    }
}
