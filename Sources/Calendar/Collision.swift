import Cron

/// A minute with what starts in it.
package struct Collision: Sendable, Hashable {
    /// Unix seconds.
    package let instant: Int64
    /// Places in the list of tasks, ascending.
    package let tasks: [Int]

    /// What starts in the minute that begins at `instant`.
    package init(at instant: Int64, of tasks: [CalendarTask]) {
        self.instant = instant
        var clocks: [Clock: ClockMinute] = [:]
        self.tasks = tasks.indices.filter { index in
            let task = tasks[index]
            // The minute of the schedule whose step starts in this one.
            let start = instant - task.delay / 60 * 60
            let key = Clock(zone: task.zone, instant: start)
            if let clock = clocks[key] { return task.expression.runs(at: clock) }
            let clock = ClockMinute(at: start, in: task.zone)
            clocks[key] = clock
            return task.expression.runs(at: clock)
        }
    }

    private struct Clock: Hashable {
        let zone: TimeZoneRules
        let instant: Int64
    }
}
