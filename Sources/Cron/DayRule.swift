/// Which days of a month run, from the day-of-month and day-of-week fields together.
///
/// A field selects every day exactly when it is a whole wildcard: the parser turns a full set that was written out
/// into two wildcards where the other field makes it "every day". So two restricted fields always mean either-or,
/// which is the rule of POSIX and of the panel.
struct DayRule: Hashable, Sendable {
    static let everyDayOfMonth: UInt32 = 0xFFFF_FFFE
    static let everyDayOfWeek: UInt8 = 0x7F
    static let everyDay = DayRule(daysOfMonth: everyDayOfMonth, daysOfWeek: everyDayOfWeek)

    /// Bits 1 to 31; empty where `monthExtension` stands instead.
    var daysOfMonth: UInt32
    /// Bits 0 (Sunday) to 6; empty where `weekExtension` stands instead.
    var daysOfWeek: UInt8
    var monthExtension: DayExtension?
    var weekExtension: DayExtension?

    var restrictsDayOfMonth: Bool { daysOfMonth != Self.everyDayOfMonth }
    var restrictsDayOfWeek: Bool { daysOfWeek != Self.everyDayOfWeek }
    var isEveryDay: Bool { !restrictsDayOfMonth && !restrictsDayOfWeek }

    /// The days that run in a month, as bits 1 to 31.
    /// - Parameters:
    ///   - length: the days of the month.
    ///   - firstWeekday: the weekday of its first day, 0 for Sunday.
    /// - Returns: no bit beyond `length`; possibly none at all.
    func mask(length: Int, firstWeekday: Int) -> UInt32 {
        let month = UInt32(truncatingIfNeeded: (UInt64(2) &<< UInt64(length)) - 2)
        if isEveryDay { return month }
        var days: UInt32 = 0
        if restrictsDayOfMonth {
            days = monthExtension?.mask(length: length, firstWeekday: firstWeekday) ?? daysOfMonth
        }
        if restrictsDayOfWeek {
            days |=
                weekExtension?.mask(length: length, firstWeekday: firstWeekday)
                ?? weekdayMask(firstWeekday: firstWeekday)
        }
        return days & month
    }

    /// `daysOfWeek` laid out over the days of a month that begins on `firstWeekday`.
    private func weekdayMask(firstWeekday: Int) -> UInt32 {
        let week = UInt64(daysOfWeek)
        let rotated = ((week &>> UInt64(firstWeekday)) | (week &<< UInt64(7 - firstWeekday))) & 0x7F
        let fortnight = rotated | rotated &<< 7
        return UInt32(truncatingIfNeeded: (fortnight | fortnight &<< 14 | rotated &<< 28) &<< 1)
    }

    /// Whether some year has a day for this rule in one of `months` (bits 1 to 12).
    func canFire(in months: UInt16) -> Bool {
        if restrictsDayOfWeek || !restrictsDayOfMonth { return true }
        return (1...12).contains { month in
            guard months & (1 << UInt16(month)) != 0 else { return false }
            let length = CivilCalendar.longestLength(month: month)
            return (lowestDay ?? 1) <= length
        }
    }

    /// The lowest day of the month that the day-of-month field names; nil for a wildcard and for `L`.
    var lowestDay: Int? {
        switch monthExtension {
        case .nearestWeekday(let day): Int(day)
        case nil: restrictsDayOfMonth ? daysOfMonth.trailingZeroBitCount : nil
        default: nil
        }
    }
}
