/// Everything a panel has, as one read saw it.
package struct LiveState: Sendable {
    package let target: PanelTarget
    package let capabilities: PanelCapabilities
    /// In ascending order of the id, as numbers where they are, so that nothing depends on the order of a panel's list.
    package let objects: [LiveObject]
    /// What the panel can do with schedules; nil where nobody has asked.
    package var schedules: ScheduleCapabilities?
    /// Why the schedules of a server could not be read, to stand behind its name: "is suspended". Nothing is known of
    /// them, which is not to say that there are none.
    package var unreadableServers: [GameServer.ID: String] = [:]
    /// The names of the servers, as far as they are known, for people.
    package var serverNames: [GameServer.ID: String] = [:]
    /// How many servers the panel has whose schedules nobody asked for.
    package var unreadServerCount = 0

    /// Linear where the objects are in order already, as panels list them.
    package init(target: PanelTarget, capabilities: PanelCapabilities, objects: [LiveObject]) {
        self.target = target
        self.capabilities = capabilities
        self.objects = objects.sortedByID()
    }
}

/// The panel that a run works on, as people are told.
package struct PanelTarget: Sendable, Hashable {
    /// One line: `embedded panel, sqlite:/srv/phoenix/panel.db` or the URL. Never with a key in it.
    package let name: String
    /// Whether the panel lives in this process, which does not run the tasks.
    package let isEmbedded: Bool
    /// Whether another process runs the tasks of an embedded panel, as far as was seen when it was read.
    package var isServed = false
    /// The address of the panel whose servers' schedules the run works on, where it works on another target too.
    package let clientAPI: String?

    package init(name: String, isEmbedded: Bool, clientAPI: String? = nil) {
        self.name = name
        self.isEmbedded = isEmbedded
        self.clientAPI = clientAPI
    }

    /// The target of a run that works on schedules and nothing else.
    package static func schedules(at address: String) -> PanelTarget {
        PanelTarget(name: address, isEmbedded: false, clientAPI: address)
    }

    /// Whether the run works on schedules and nothing else.
    package var hasSchedulesAlone: Bool { clientAPI == name }
}

extension [LiveObject] {
    /// Ids that are numbers count as such.
    fileprivate func sortedByID() -> [LiveObject] {
        func precedes(_ left: String, _ right: String) -> Bool {
            switch (Int64(left), Int64(right)) {
            case (let left?, let right?): left < right
            case (.some, nil): true
            case (nil, .some): false
            case (nil, nil): left < right
            }
        }
        // Objects are large: their ids are looked at where they are.
        let isSorted = indices.dropFirst().allSatisfy { !precedes(self[$0].id, self[$0 - 1].id) }
        return isSorted ? self : sorted { precedes($0.id, $1.id) }
    }
}
