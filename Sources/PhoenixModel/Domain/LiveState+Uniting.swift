extension LiveState {
    /// What two panels have together: services and tasks of the one, where the run works on it, and schedules of the other.
    package init(uniting services: LiveState?, _ schedules: LiveState) {
        self.init(
            target: PanelTarget(uniting: services?.target, schedules.target),
            capabilities: services?.capabilities ?? .schedules,
            objects: (services?.objects ?? []) + schedules.objects)
        self.schedules = schedules.schedules
        unreadableServers = schedules.unreadableServers
        serverNames = schedules.serverNames
        unreadServerCount = schedules.unreadServerCount
    }
}

extension PanelTarget {
    /// The targets of a run, as one.
    package init(uniting services: PanelTarget?, _ schedules: PanelTarget) {
        guard let services else {
            self = .schedules(at: schedules.name)
            return
        }
        self.init(name: services.name, isEmbedded: services.isEmbedded, clientAPI: schedules.name)
        isServed = services.isServed
    }
}
