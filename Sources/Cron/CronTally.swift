/// How often an expression runs within a stretch of time.
package struct CronTally: Sendable, Hashable {
    package var count = 0
    /// Unix seconds of the last run; nil without one.
    package var last: Int64?

    package init(count: Int = 0, last: Int64? = nil) {
        self.count = count
        self.last = last
    }
}

extension CronExpression {
    /// Counts the runs after one instant up to another one, both in Unix seconds, the second included.
    ///
    /// Exact, and at the cost of a look at each day rather than at each run: a year of minutes takes as long as a few
    /// thousand calls of `next`.
    package func tally(after instant: Int64, through end: Int64, in zone: TimeZoneRules) -> CronTally {
        var tally = CronTally()
        var cursor = instant
        while let run = next(after: cursor, in: zone), run <= end {
            tally.count += 1
            tally.last = run
            cursor = skipWholeDays(after: run, before: end, in: zone, &tally) ?? run
        }
        return tally
    }

    /// Counts the days that follow the last run of a day, as far as no change of the clock is near, and answers their
    /// last second; nil where there are none.
    private func skipWholeDays(
        after run: Int64, before end: Int64, in zone: TimeZoneRules, _ tally: inout CronTally
    ) -> Int64? {
        let offset = Int64(zone.offset(at: run))
        let local = run + offset
        let first = CivilCalendar.floorDivide(local, 86_400) + 1
        guard CivilCalendar.floorDivide(local, 60) == (first - 1) * 1440 + lastTimeOfDay else { return nil }
        // Runs that a change has moved or repeated lie within a day of it.
        let change = zone.nextTransition(after: run - 2 * 86_400)?.instant ?? .max
        let past = CivilCalendar.floorDivide(min(end, change - 86_400) + offset, 86_400)
        guard first < past else { return nil }
        for day in first..<past where runs(on: CivilCalendar.date(days: day), days: day) {
            tally.count += minutes.nonzeroBitCount * hours.nonzeroBitCount
            tally.last = (day * 1440 + lastTimeOfDay) * 60 - offset
        }
        return past * 86_400 - offset - 1
    }
}
