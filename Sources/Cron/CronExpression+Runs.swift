/// All runs of a stretch of time.
extension CronExpression {
    /// Goes over the runs after one instant and before another one, both in Unix seconds, ascending.
    ///
    /// Where no change of the clock is near, the runs of a day are read off the sets of values, at a few nanoseconds
    /// each.
    package func forEachRun(
        after instant: Int64, before end: Int64, in zone: TimeZoneRules, _ body: (Int64) -> Void
    ) {
        var cursor = instant
        while let run = next(after: cursor, in: zone), run < end {
            body(run)
            cursor = forEachSteadyRun(after: run, before: end, in: zone, body)
        }
    }

    /// Goes over the runs that follow one, as far as no change of the clock is near.
    /// - Returns: the last second that was looked at.
    private func forEachSteadyRun(
        after run: Int64, before end: Int64, in zone: TimeZoneRules, _ body: (Int64) -> Void
    ) -> Int64 {
        // Runs that a change has moved or repeated lie within a day of it.
        let change = zone.nextTransition(after: run - 2 * 86_400)?.instant ?? .max
        let past = min(end, change - 86_400)
        guard run < past else { return run }
        let offset = Int64(zone.offset(at: run))
        let minute = CivilCalendar.floorDivide(run + offset, 60) + 1
        let pastMinute = CivilCalendar.ceilingDivide(past + offset, 60)
        var day = CivilCalendar.floorDivide(minute, 1_440)
        var from = minute - day * 1_440
        while day * 1_440 < pastMinute {
            let date = CivilCalendar.date(days: day)
            if runs(on: date, days: day) {
                let midnight = day * 86_400 - offset
                forEachTimeOfDay(from: from, until: min(1_440, pastMinute - day * 1_440)) { body(midnight + $0 * 60) }
            }
            guard let later = nextDay(after: date) else { break }
            day = later
            from = 0
        }
        return pastMinute * 60 - offset - 1
    }

    /// Goes over the minutes after midnight at which a day that runs has runs.
    private func forEachTimeOfDay(from: Int64, until: Int64, _ body: (Int64) -> Void) {
        var hoursLeft = (hours >> UInt32(from / 60)) << UInt32(from / 60)
        while hoursLeft != 0 {
            let start = Int64(hoursLeft.trailingZeroBitCount) * 60
            hoursLeft &= hoursLeft &- 1
            guard start < until else { return }
            var minutesLeft = minutes
            if start < from { minutesLeft = (minutesLeft >> UInt64(from - start)) << UInt64(from - start) }
            if until - start < 60 { minutesLeft &= (1 << UInt64(until - start)) - 1 }
            while minutesLeft != 0 {
                body(start + Int64(minutesLeft.trailingZeroBitCount))
                minutesLeft &= minutesLeft &- 1
            }
        }
    }
}
