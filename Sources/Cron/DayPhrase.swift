/// The days and months of a schedule in words.
struct DayPhrase {
    let rule: DayRule
    let months: UInt16

    var isEveryDay: Bool { rule.isEveryDay && isEveryMonth }

    private var isEveryMonth: Bool { UInt64(months) == CronField.month.fullMask }

    /// What follows the times, with a leading space; empty for every day if that goes without saying.
    func text(namesEveryDay: Bool) -> String {
        if rule.isEveryDay {
            if isEveryMonth { return namesEveryDay ? " every day" : "" }
            return (namesEveryDay ? " every day in " : " in ") + monthList
        }
        var text = ""
        if rule.restrictsDayOfMonth { text = " " + daysOfMonth }
        if rule.restrictsDayOfWeek {
            text += (rule.restrictsDayOfMonth ? ", and also " : " ") + daysOfWeek
            if !isEveryMonth { text += (rule.restrictsDayOfMonth ? ", in " : " in ") + monthList }
        } else {
            text += " of " + (isEveryMonth ? "every month" : monthList) + absence
        }
        return text
    }

    /// What happens in months without the day.
    private var absence: String {
        guard let day = rule.lowestDay, day > 28 else { return "" }
        let long = CanonicalField.bits(UInt64(months)).filter { CivilCalendar.longestLength(month: $0) >= day }
        if long == [2] { return ", in leap years" }
        return long.contains(2) || long.count < months.nonzeroBitCount ? ", where there is one" : ""
    }

    private var monthList: String {
        listed(
            runs(CanonicalField.bits(UInt64(months)), shortest: 3).map { run in
                let first = CronNames.months[run.lowerBound - 1]
                return run.count == 1 ? first : "\(first) to \(CronNames.months[run.upperBound - 1])"
            })
    }

    private var daysOfMonth: String {
        switch rule.monthExtension {
        case .lastDay: return "on the last day"
        case .nearestWeekday(let day): return "on the weekday nearest the \(CronNames.ordinal(Int(day)))"
        default: break
        }
        let days = UInt64(rule.daysOfMonth)
        if days == CanonicalField.mask(from: 1, through: 31, step: 2) { return "on the odd days" }
        if days == CanonicalField.mask(from: 2, through: 31, step: 2) { return "on the even days" }
        let parts = runs(CanonicalField.bits(days), shortest: 3).map { run in
            run.count == 1
                ? CronNames.ordinal(run.lowerBound)
                : "\(CronNames.ordinal(run.lowerBound)) to \(CronNames.ordinal(run.upperBound))"
        }
        return "on the " + listed(parts)
    }

    private var daysOfWeek: String {
        switch rule.weekExtension {
        case .lastWeekday(let weekday):
            return "on the last \(CronNames.weekdays[Int(weekday)])\(ofTheMonth)"
        case .nthWeekday(let weekday, let ordinal):
            return "on the \(CronNames.ordinals[Int(ordinal) - 1]) \(CronNames.weekdays[Int(weekday)])\(ofTheMonth)"
        default: break
        }
        // The week is told from Monday on.
        let fromMonday = (1...7).filter { rule.daysOfWeek & 1 << UInt8($0 % 7) != 0 }
        let runs = runs(fromMonday, shortest: 3)
        let parts = runs.map { run in
            let first = CronNames.weekdays[run.lowerBound % 7]
            return run.count == 1 ? first : "\(first) to \(CronNames.weekdays[run.upperBound % 7])"
        }
        return (runs.count == 1 && runs[0].count > 1 ? "" : "every ") + listed(parts)
    }

    private var ofTheMonth: String { isEveryMonth && !rule.restrictsDayOfMonth ? " of every month" : "" }
}
