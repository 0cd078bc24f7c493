package import Cron

/// What starts at some times, as a calendar sees it: a task, or one step of a schedule that a panel runs itself.
package struct CalendarTask: Sendable, Hashable {
    /// What it is called in agendas and advice: the key of its entry, or its name.
    package let name: String
    package private(set) var expression: CronExpression
    package let zone: TimeZoneRules
    /// What one start costs, in seconds where durations were measured; 1 where nothing is known.
    package let weight: Double
    /// The nodes of the servers that it works on; nil where they are not known.
    package let nodes: [String]?
    /// Which other minutes it may be moved to.
    package var freedom: Freedom

    /// Of a schedule that a panel runs itself; nil for a task.
    package let step: Step?

    /// One of the steps of a schedule: panels count from step to step, so each has a start of its own.
    package struct Step: Sendable, Hashable {
        /// From 1.
        package let number: Int
        /// What is done, for people.
        package let text: String
        /// Seconds from the start of the schedule.
        package let delay: Int64

        package init(_ number: Int, _ text: String, after delay: Int64) {
            self.number = number
            self.text = text
            self.delay = delay
        }
    }

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
        nodes: [String]? = nil, freedom: Freedom = .fixed, step: Step? = nil
    ) {
        self.name = name
        self.expression = expression
        self.zone = zone
        self.weight = weight
        self.nodes = nodes
        self.freedom = freedom
        self.step = step
    }

    /// Seconds from the times of the expression to its starts.
    var delay: Int64 { step?.delay ?? 0 }

    /// The same in another minute of its hours. Only for schedules with one minute.
    func moved(to minute: Int) -> CalendarTask {
        let canonical = expression.canonical
        let rest = canonical.drop { $0 != " " }
        guard let expression = try? CronExpression("\(minute)\(rest)") else { return self }
        var moved = self
        moved.expression = expression
        return moved
    }
}
