package import Cron

/// A task as a calendar sees it.
package struct CalendarTask: Sendable, Hashable {
    /// What it is called in agendas and advice: the key of its entry, or its name.
    package let name: String
    package let expression: CronExpression
    package let zone: TimeZoneRules
    /// What one start costs, in seconds where durations were measured; 1 where nothing is known.
    package let weight: Double
    /// The nodes of the servers that it works on; nil where they are not known.
    package let nodes: [String]?
    /// Which other minutes it may be moved to.
    package var freedom: Freedom

    /// What may be changed about the minute of a task.
    package enum Freedom: Sendable, Hashable {
        /// Its time is fixed.
        case fixed
        /// Its minute was chosen by `H`: any minute of these will do.
        case anyMinute(ClosedRange<Int>)
        /// It may move by so many minutes either way within its hour.
        case within(minutes: Int)
    }

    package init(
        _ name: String, _ expression: CronExpression, in zone: TimeZoneRules, weight: Double = 1,
        nodes: [String]? = nil, freedom: Freedom = .fixed
    ) {
        self.name = name
        self.expression = expression
        self.zone = zone
        self.weight = weight
        self.nodes = nodes
        self.freedom = freedom
    }

    /// The same in another minute of its hours. Only for schedules with one minute.
    func moved(to minute: Int) -> CalendarTask {
        let canonical = expression.canonical
        let rest = canonical.drop { $0 != " " }
        guard let moved = try? CronExpression("\(minute)\(rest)") else { return self }
        return CalendarTask(name, moved, in: zone, weight: weight, nodes: nodes, freedom: freedom)
    }
}
