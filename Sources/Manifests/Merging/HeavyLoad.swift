import Cron

/// When the tasks of some heavy schedules start.
struct HeavyLoad: Sendable {
    /// One for each text; nil where it cannot be read.
    private let schedules: [CronLoad.Schedule?]
    let load: CronLoad

    init(of texts: ArraySlice<HeavySchedules.Text>, from start: Int64, minutes: Int, _ zones: ZoneDatabase) {
        schedules = texts.map { text in
            guard let expression = try? CronExpression(text.schedule) else { return nil }
            if text.zone == "UTC" { return CronLoad.Schedule(expression, in: .utc) }
            return (try? zones.zone(named: text.zone)).map { CronLoad.Schedule(expression, in: $0) }
        }
        let weighted = zip(schedules, texts).compactMap { schedule, text in schedule.map { ($0, text.tasks) } }
        load = CronLoad(of: weighted, from: start, minutes: minutes)
    }

    /// Of each text, whether it starts at an instant.
    func starts(at instant: Int64) -> [Bool] {
        schedules.map { schedule in
            guard let schedule else { return false }
            return schedule.expression.next(after: instant - 1, in: schedule.zone) == instant
        }
    }
}
