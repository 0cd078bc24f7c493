import ClientAPI
import PhoenixModel

extension LiveObject {
    /// A schedule as the panel shows it. Its zone is the panel's, and no field of its own.
    init(_ schedule: ServerSchedule, on server: GameServer.ID) {
        var fields = ServiceFields(name: "")
        fields.schedule = schedule.content.cron.text
        fields.enabled = schedule.content.isActive
        fields.onlyWhenOnline = schedule.content.onlyWhenOnline
        fields.steps = .list(schedule.tasks.map(\.step))
        let name = ScheduleName(schedule.content.name, on: server, commandPaths: fields.commandPaths)
        fields.name = name.text
        let status: ServiceStatus =
            schedule.isProcessing ? .running : schedule.content.isActive ? .scheduled : .disabled
        self.init(
            id: ScheduleID(server: server, number: schedule.id).text, kind: .native, fields: fields,
            ownership: name.ownership, status: status.rawValue)
        self.server = server
        createdAt = schedule.createdAt?.moment
        updatedAt = schedule.updatedAt?.moment
        lastRun = schedule.lastRun?.moment
        nextRun = schedule.nextRun?.moment
    }
}
