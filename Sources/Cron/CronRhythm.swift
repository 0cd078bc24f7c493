/// How often a schedule runs and how evenly, on a clock that is never changed.
///
/// Exact over the whole cycle of the calendar; the one or two shifted runs a year of zones with daylight saving do not
/// show.
package struct CronRhythm: Sendable, Hashable {
    /// Runs on a day that has any.
    package let runsPerActiveDay: Int
    /// Days with runs in 400 years, after which everything repeats; 146,097 is every day.
    package let activeDaysPerCycle: Int
    /// The shortest time between two runs, in seconds.
    package let shortestGap: Int64
    /// The longest time between two runs, in seconds.
    package let longestGap: Int64

    package var runsPerDay: Double { runsPerYear / Self.daysPerYear }
    package var runsPerWeek: Double { runsPerDay * 7 }
    /// The average over leap and common years.
    package var runsPerYear: Double { Double(runsPerActiveDay) * Double(activeDaysPerCycle) / 400 }

    private static let daysPerYear = 365.2425
}

extension CronRhythm: CustomStringConvertible {
    /// The rate in the unit that fits and the gaps: `4 runs a day, every 6 hours`.
    package var description: String {
        let gaps =
            shortestGap == longestGap
            ? "every \(Self.duration(shortestGap))"
            : "\(Self.duration(shortestGap)) to \(Self.duration(longestGap)) apart"
        return "\(rate), \(gaps)"
    }

    private var rate: String {
        let isDaily = Int64(activeDaysPerCycle) == CivilCalendar.cycleDays
        if isDaily { return Self.runs(Double(runsPerActiveDay)) + " a day" }
        if runsPerWeek >= 1 { return Self.runs(runsPerWeek) + " a week" }
        if runsPerYear >= 1 { return Self.runs(runsPerYear) + " a year" }
        return "\(runsPerActiveDay * activeDaysPerCycle) runs in 400 years"
    }

    /// A number with one decimal where that says something.
    private static func runs(_ count: Double) -> String {
        let tenths = Int((count * 10).rounded())
        if abs(count - count.rounded()) < 0.0001 { return "\(tenths / 10) \(tenths == 10 ? "run" : "runs")" }
        if count >= 100 || tenths % 10 == 0 { return "about \(Int(count.rounded())) \(tenths == 10 ? "run" : "runs")" }
        return "about \(tenths / 10).\(tenths % 10) runs"
    }

    /// The two largest units of a duration: `1 day 6 hours`.
    private static func duration(_ seconds: Int64) -> String {
        let units: [(seconds: Int64, name: String)] = [(86_400, "day"), (3600, "hour"), (60, "minute")]
        var rest = seconds
        var parts: [String] = []
        for unit in units where rest >= unit.seconds && parts.count < 2 {
            let count = rest / unit.seconds
            rest -= count * unit.seconds
            parts.append("\(count) \(unit.name)\(count == 1 ? "" : "s")")
        }
        return parts.joined(separator: " ")
    }
}

extension CronExpression {
    /// How often it runs and how far apart, from the sets.
    ///
    /// Takes some tens of microseconds: it looks at every month of the calendar's cycle of 400 years.
    package func rhythm() -> CronRhythm {
        let span = activeDays()
        let overnight = 1440 + firstTimeOfDay - lastTimeOfDay
        var shortest = overnight + (span.shortest - 1) * 1440
        var longest = overnight + (span.longest - 1) * 1440
        let minuteGaps = CanonicalField.bits(minutes)
        for (earlier, later) in zip(minuteGaps, minuteGaps.dropFirst()) {
            shortest = min(shortest, Int64(later - earlier))
            longest = max(longest, Int64(later - earlier))
        }
        let hourGaps = CanonicalField.bits(UInt64(hours))
        let turn = Int64(minutes.trailingZeroBitCount) - Int64(63 - minutes.leadingZeroBitCount)
        for (earlier, later) in zip(hourGaps, hourGaps.dropFirst()) {
            let gap = Int64(later - earlier) * 60 + turn
            shortest = min(shortest, gap)
            longest = max(longest, gap)
        }
        return CronRhythm(
            runsPerActiveDay: minutes.nonzeroBitCount * hours.nonzeroBitCount, activeDaysPerCycle: span.count,
            shortestGap: shortest * 60, longestGap: longest * 60)
    }

    /// The days that run in one calendar cycle, and the distances between neighbours, around its end.
    private func activeDays() -> (count: Int, shortest: Int64, longest: Int64) {
        if days.isEveryDay, UInt64(months) == CronField.month.fullMask { return (Int(CivilCalendar.cycleDays), 1, 1) }
        var count = 0
        var shortest = CivilCalendar.cycleDays
        var longest: Int64 = 0
        var firstActive: Int64?
        var previous: Int64?
        for year in 2000..<2400 {
            for month in CanonicalField.bits(UInt64(months)) {
                let first = CivilCalendar.days(year: year, month: month, day: 1)
                let length = CivilCalendar.daysInMonth(year: year, month: month)
                var mask = days.mask(length: length, firstWeekday: CivilCalendar.weekday(days: first))
                count += mask.nonzeroBitCount
                while mask != 0 {
                    let day = first + Int64(mask.trailingZeroBitCount - 1)
                    if let previous {
                        shortest = min(shortest, day - previous)
                        longest = max(longest, day - previous)
                    }
                    if firstActive == nil { firstActive = day }
                    previous = day
                    mask &= mask &- 1
                }
            }
        }
        if let firstActive, let previous {
            let around = firstActive + CivilCalendar.cycleDays - previous
            shortest = min(shortest, around)
            longest = max(longest, around)
        }
        return (count, shortest, longest)
    }
}
