/// Puts a schedule into one English sentence, from its sets alone.
///
/// So equal schedules read the same, and what is said is what happens: "every n" only where the n closes over the
/// boundary of its field, ranges of the clock with their last run.
struct CronExplanation {
    let expression: CronExpression

    private let minutes: [Int]
    private let hours: [Int]

    init(_ expression: CronExpression) {
        self.expression = expression
        minutes = CanonicalField.bits(expression.minutes)
        hours = CanonicalField.bits(UInt64(expression.hours))
    }

    var sentence: String {
        let days = DayPhrase(rule: expression.days, months: expression.months)
        if days.isEveryDay, let everyFewHours { return everyFewHours + "." }
        return times + days.text(namesEveryDay: hours.count < 24) + "."
    }

    // MARK: Times of day

    /// `Every 6 hours from 00:00`: only where it goes on over midnight.
    private var everyFewHours: String? {
        guard minutes.count == 1, hours.count > 2, let step = evenStep(hours, around: 24) else { return nil }
        return "Every \(step) hours from \(clock(hours[0], minutes[0]))"
    }

    private var times: String {
        if hours.count == 24 { return everyHour }
        if minutes.count == 60 {
            return "Every minute "
                + listed(hourRuns.map { "from \(clock($0.lowerBound, 0)) to \(clock($0.upperBound, 59))" })
        }
        let all = hours.flatMap { hour in minutes.map { clock(hour, $0) } }
        if all.count <= 8 || minutes.count == 1 { return "At " + listed(all) }
        return someHours
    }

    private var everyHour: String {
        if minutes.count == 60 { return "Every minute" }
        if minutes.count == 1 { return "Every hour at :\(padded(minutes[0], 2))" }
        if let step = evenStep(minutes, around: 60) {
            return "Every \(step) minutes" + (minutes[0] == 0 ? "" : " from :\(padded(minutes[0], 2)) on")
        }
        return "\(minutesPhrase) of every hour"
    }

    /// Several minutes in several hours, too many to list.
    private var someHours: String {
        if let step = evenStep(minutes, around: 60), let first = minutes.first, let last = minutes.last {
            return "Every \(step) minutes "
                + listed(hourRuns.map { "from \(clock($0.lowerBound, first)) to \(clock($0.upperBound, last))" })
        }
        let ranges = hourRuns.map { run in
            run.count == 1 ? padded(run.lowerBound, 2) : "\(padded(run.lowerBound, 2)) to \(padded(run.upperBound, 2))"
        }
        return "\(minutesPhrase) of the hours \(listed(ranges))"
    }

    private var minutesPhrase: String {
        let runs = runs(minutes, shortest: 3)
        if runs.count == 1, let run = runs.first, run.count >= 3 {
            return "Every minute from :\(padded(run.lowerBound, 2)) to :\(padded(run.upperBound, 2))"
        }
        let parts = runs.map { run in
            run.count == 1
                ? ":\(padded(run.lowerBound, 2))" : ":\(padded(run.lowerBound, 2)) to :\(padded(run.upperBound, 2))"
        }
        return "At " + listed(parts)
    }

    private var hourRuns: [ClosedRange<Int>] { runs(hours, shortest: 2) }

    private func clock(_ hour: Int, _ minute: Int) -> String { "\(padded(hour, 2)):\(padded(minute, 2))" }

    /// The distance of neighbours if it is the same for all, around the end of the field too.
    private func evenStep(_ values: [Int], around size: Int) -> Int? {
        guard values.count > 1, size % values.count == 0 else { return nil }
        let step = size / values.count
        return step > 1 && zip(values, values.dropFirst()).allSatisfy({ $1 - $0 == step }) ? step : nil
    }
}

/// Ascending values as runs of neighbours; runs of fewer than `shortest` are taken apart.
func runs(_ values: [Int], shortest: Int) -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    for value in values {
        if let last = runs.last, last.upperBound + 1 == value {
            runs[runs.count - 1] = last.lowerBound...value
        } else {
            runs.append(value...value)
        }
    }
    return runs.flatMap { run in run.count >= shortest ? [run] : run.map { $0...$0 } }
}

extension CronExpression {
    /// What it does, as one English sentence with a 24-hour clock.
    ///
    /// For example `At 06:00 and 18:00 on the 13th of every month.`; made from the sets, so that equal expressions
    /// read the same and different ones differently.
    package func explanation() -> String { CronExplanation(self).sentence }
}
