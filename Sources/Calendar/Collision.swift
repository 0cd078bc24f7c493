import Cron

/// A minute with the tasks that start in it.
package struct Collision: Sendable, Hashable {
    /// Unix seconds.
    package let instant: Int64
    /// Places in the list of tasks, ascending.
    package let tasks: [Int]

    /// What starts in the minute that begins at `instant`.
    package init(at instant: Int64, of tasks: [CalendarTask]) {
        self.instant = instant
        var clocks: [TimeZoneRules: ClockMinute] = [:]
        self.tasks = tasks.indices.filter { index in
            let task = tasks[index]
            let clock = clocks[task.zone] ?? ClockMinute(at: instant, in: task.zone)
            clocks[task.zone] = clock
            return task.expression.runs(at: clock)
        }
    }
}
