import ClientAPI
import PhoenixModel

/// What the times of a panel tell of the zone in which it computes schedules: one reading for each month and offset,
/// since zones change theirs within a year at the most.
struct PanelClock {
    private struct Key: Hashable {
        let month: String.SubSequence
        let offset: Int
    }

    private var found: [Key: ScheduleCapabilities.ZoneReading] = [:]

    mutating func note(_ schedule: ServerSchedule) {
        for case let time? in [schedule.createdAt, schedule.updatedAt, schedule.lastRun, schedule.nextRun] {
            let key = Key(month: time.moment.description.prefix(7), offset: time.offset)
            if found[key] == nil {
                found[key] = ScheduleCapabilities.ZoneReading(moment: time.moment, offset: time.offset)
            }
        }
    }

    /// Earliest first.
    var readings: [ScheduleCapabilities.ZoneReading] {
        found.values.sorted { ($0.moment, $0.offset) < ($1.moment, $1.offset) }
    }
}
