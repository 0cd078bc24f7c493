import Cron

/// A minute in which more tasks start than are wanted.
package struct Collision: Sendable, Hashable {
    /// Unix seconds.
    package let instant: Int64
    /// Places in the list of tasks, ascending.
    package let tasks: [Int]

    /// The minutes with more than `limit` starts, ascending, no more than `count` of them.
    package static func all(
        of tasks: [CalendarTask], in window: CalendarWindow, above limit: Int, count: Int
    ) -> [Collision] {
        let minutes = StartLoad(of: tasks, in: window).minutes(above: limit).prefix(count)
        return minutes.map { minute in
            Collision(
                instant: minute.instant,
                tasks: tasks.indices.filter { index in
                    let task = tasks[index]
                    return task.expression.next(after: minute.instant - 1, in: task.zone) == minute.instant
                })
        }
    }
}
