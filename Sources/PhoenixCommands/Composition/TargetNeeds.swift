import PhoenixModel

/// Which panels a run works on, as its files say: each is contacted only where something is there for it.
struct TargetNeeds: Sendable {
    /// The panel with services and tasks.
    let services: Bool
    /// The panel whose servers have schedules.
    let schedules: Bool

    static let services = TargetNeeds(services: true, schedules: false)
    static let schedules = TargetNeeds(services: false, schedules: true)

    init(services: Bool, schedules: Bool) {
        self.services = services
        self.schedules = schedules
    }

    init(_ desired: DesiredState) {
        schedules = !desired.schedules.isEmpty || desired.declaresNoSchedules
        services = !desired.objects.isEmpty || desired.declaresNoTasks || !schedules
    }

    /// Those of a plan that was saved.
    init(_ target: PanelTarget) {
        schedules = target.clientAPI != nil
        services = !target.hasSchedulesAlone
    }
}
