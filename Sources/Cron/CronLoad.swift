/// How many schedules run in each minute of a window.
///
/// Equal schedules are walked once. The time taken grows with the runs of the distinct ones, at some nanoseconds each.
package struct CronLoad: Sendable {
    /// One schedule with its time zone.
    package struct Schedule: Sendable, Hashable {
        package var expression: CronExpression
        package var zone: TimeZoneRules

        package init(_ expression: CronExpression, in zone: TimeZoneRules) {
            self.expression = expression
            self.zone = zone
        }
    }

    /// The first instant of the window, in Unix seconds.
    package let start: Int64
    /// Runs in each minute from `start` on.
    package let perMinute: [Int]

    /// Counts runs from `start`, inclusive, for some minutes.
    package init(of schedules: some Sequence<Schedule>, from start: Int64, minutes: Int) {
        var groups: [Schedule: Int] = [:]
        for schedule in schedules { groups[schedule, default: 0] += 1 }
        self.init(of: groups.map { ($0, $1) }, from: start, minutes: minutes)
    }

    /// Counts runs from `start`, inclusive, for some minutes, of schedules that so many tasks have.
    package init(of groups: [(schedule: Schedule, tasks: Int)], from start: Int64, minutes: Int) {
        let start = min(max(start, -CronExpression.horizon), CronExpression.horizon)
        var counts = [Int](repeating: 0, count: max(0, minutes))
        let end = start + Int64(counts.count) * 60
        for (schedule, weight) in groups {
            schedule.expression.forEachRun(after: start - 1, before: end, in: schedule.zone) { instant in
                counts[Int((instant - start) / 60)] += weight
            }
        }
        self.start = start
        perMinute = counts
    }

    /// All runs of loads of one window. Of none, an empty window.
    package init(adding loads: [CronLoad]) {
        start = loads.first?.start ?? 0
        var counts = loads.first?.perMinute ?? []
        for load in loads.dropFirst() {
            for minute in 0..<min(counts.count, load.perMinute.count) { counts[minute] += load.perMinute[minute] }
        }
        perMinute = counts
    }

    /// One minute and its runs.
    package struct Minute: Sendable, Hashable {
        /// The first second of the minute, in Unix seconds.
        package var instant: Int64
        package var runs: Int
    }

    /// The first of the minutes with the most runs; nil if nothing runs in the window.
    package var peak: Minute? {
        guard let most = perMinute.max(), most > 0, let index = perMinute.firstIndex(of: most) else { return nil }
        return Minute(instant: start + Int64(index) * 60, runs: most)
    }

    /// All runs in the window.
    package var total: Int { perMinute.reduce(0, +) }

    /// The minutes with more than `limit` runs, ascending.
    package func minutes(above limit: Int) -> [Minute] {
        perMinute.enumerated().filter { $0.element > limit }
            .map { Minute(instant: start + Int64($0.offset) * 60, runs: $0.element) }
    }
}
