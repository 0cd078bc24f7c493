import Calendar
import Cron
import PanelStore
import PhoenixModel
import Reporting

/// The tasks of the panel that are on, as calendars see them, with their ids: what `phoenix calendar` shows, too.
///
/// What was computed of them is kept for whoever asks next, and nothing is computed twice at once.
actor TaskCalendar {
    nonisolated let tasks: [CalendarTask]
    /// One for each task.
    nonisolated let ids: [String]
    /// Whether the weights of tasks were measured, in seconds.
    nonisolated let hasDurations: Bool
    private var loads = RecentResults<CalendarWindow, StartLoad>(limit: 8)
    private var nodeLoads = RecentResults<CalendarWindow, NodeLoad>(limit: 2)
    private var agendas = RecentResults<CalendarWindow, Agenda>(limit: 8)

    /// The starts that agendas have at most.
    static let agendaLimit = 100

    /// What the newest runs tell of their tasks, by the ids of these.
    struct Experience: Equatable {
        /// The seconds that a run takes.
        let durations: [String: Double]
        /// The nodes that runs have worked on.
        let nodes: [String: [String]]
    }

    init(_ schedules: [TaskSchedule], _ experience: Experience, zones: ZoneDatabase) {
        var tasks: [CalendarTask] = []
        var ids: [String] = []
        for schedule in schedules {
            let id = String(schedule.id)
            var fields = ServiceFields(name: schedule.name)
            (fields.schedule, fields.timezone) = (schedule.schedule, schedule.timezone)
            guard
                let task = CalendarTask(
                    schedule.name, fields, weight: experience.durations[id],
                    nodes: schedule.nodes ?? experience.nodes[id], zones: zones)
            else { continue }
            tasks.append(task)
            ids.append(id)
        }
        self.tasks = tasks
        self.ids = ids
        hasDurations = !experience.durations.isEmpty
    }

    func load(in window: CalendarWindow) -> StartLoad {
        loads.result(for: window) { StartLoad(of: tasks, in: window) }
    }

    func nodeLoad(in window: CalendarWindow) -> NodeLoad {
        nodeLoads.result(for: window) { NodeLoad(of: tasks, in: window) }
    }

    /// The first starts of a window.
    func agenda(in window: CalendarWindow) -> Agenda {
        agendas.result(for: window) { Agenda(of: tasks, in: window, limit: Self.agendaLimit) }
    }
}
