import Cron
import PanelService
import PanelStore
import PhoenixModel
import Reporting

/// The calendar of the panel as it is, shared by all who look at it.
///
/// It is made anew when tasks have changed, however many runs come and go meanwhile, and when a minute has passed and
/// runs have become longer or shorter. It is never older than the request that it is made for.
actor CalendarCache {
    private struct Entry {
        /// Taken before the schedules were read: as long as it is the same, so are they. nil where the store cannot tell.
        let version: DataVersion?
        let schedules: [TaskSchedule]
        let experience: TaskCalendar.Experience
        /// In which the experience was read, from 1970 on.
        let minute: Int64
        let calendar: TaskCalendar
    }

    private let services: ServiceOperations
    private let zones: ZoneDatabase
    private var entry: Entry?
    private var isReading = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ services: ServiceOperations, _ zones: ZoneDatabase) {
        self.services = services
        self.zones = zones
    }

    /// The calendar of now. Of several who ask at once, one reads the store.
    func calendar(at now: Timestamp) async throws(ServiceError) -> TaskCalendar {
        while isReading { await withCheckedContinuation { waiting.append($0) } }
        let minute = now.seconds / 60
        let version = services.configurationVersion()?.services
        if let entry, version != nil, entry.version == version, entry.minute == minute { return entry.calendar }
        isReading = true
        defer {
            isReading = false
            for next in waiting { next.resume() }
            waiting = []
        }
        let schedules = try await services.taskSchedules()
        let earlier = entry
        let experience =
            if let earlier, earlier.minute == minute { earlier.experience } else { try await self.experience() }
        let calendar =
            if let earlier, earlier.schedules == schedules, earlier.experience == experience {
                earlier.calendar
            } else {
                TaskCalendar(schedules, experience, zones: zones)
            }
        entry = Entry(
            version: version, schedules: schedules, experience: experience, minute: minute, calendar: calendar)
        return calendar
    }

    private func experience() async throws(ServiceError) -> TaskCalendar.Experience {
        let runs = try await services.newestRuns(limit: MeasuredDurations.runCount)
        return TaskCalendar.Experience(
            durations: MeasuredDurations(of: runs).averages,
            nodes: try await services.nodes(ofNewestRuns: MeasuredDurations.runCount))
    }
}
