import Calendar
import Cron
import PanelService
import PanelStore
import PhoenixModel
import Reporting

/// The tasks of the panel that are on, as calendars see them, with their ids: what `phoenix calendar` shows, too.
struct TaskCalendar {
    let tasks: [CalendarTask]
    /// One for each task.
    let ids: [String]
    /// Whether the weights of tasks were measured, in seconds.
    let hasDurations: Bool

    init(_ dashboard: Dashboard) async throws(ServiceError) {
        let zones = dashboard.zones
        let (found, runs) = try await dashboard.services.taskSchedules()
        let durations = MeasuredDurations(of: runs).averages
        var tasks: [CalendarTask] = []
        var ids: [String] = []
        for found in found {
            let id = String(found.id)
            var fields = ServiceFields(name: found.name)
            (fields.schedule, fields.timezone) = (found.schedule, found.timezone)
            guard let task = CalendarTask(found.name, fields, weight: durations[id], zones: zones) else { continue }
            tasks.append(task)
            ids.append(id)
        }
        self.tasks = tasks
        self.ids = ids
        hasDurations = !durations.isEmpty
    }
}
