import Calendar
import Cron
import PanelService
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
        let (found, runs) = try await dashboard.services.scheduledTasks()
        let durations = MeasuredDurations(of: runs).averages
        var tasks: [CalendarTask] = []
        var ids: [String] = []
        for object in found {
            guard
                let task = CalendarTask(object.name, object.fields, weight: durations[object.id], zones: zones)
            else { continue }
            tasks.append(task)
            ids.append(object.id)
        }
        self.tasks = tasks
        self.ids = ids
        hasDurations = !durations.isEmpty
    }
}
