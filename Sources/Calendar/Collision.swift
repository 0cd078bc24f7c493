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
        self.tasks = tasks.indices.filter { index in
            tasks[index].expression.next(after: instant - 1, in: tasks[index].zone) == instant
        }
    }
}
