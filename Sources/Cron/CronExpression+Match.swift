/// The search on the clock alone, without zones: minutes since 1970-01-01T00:00 as the clock shows them.
extension CronExpression {
    /// The first matching local minute at or after `minute`; nil if none comes within 400 years.
    func nextMatch(from minute: Int64) -> Int64? {
        let day = CivilCalendar.floorDivide(minute, 1440)
        let date = CivilCalendar.date(days: day)
        if runs(on: date, days: day) {
            let rest = UInt32(truncatingIfNeeded: minute - day * 1440)
            if let time = timeOfDay(fromHour: rest / 60, minute: rest % 60) { return day * 1440 + time }
        }
        guard let later = nextDay(after: date) else { return nil }
        return later * 1440 + firstTimeOfDay
    }

    /// Minutes after midnight of the first run of a day.
    var firstTimeOfDay: Int64 { Int64(hours.trailingZeroBitCount * 60 + minutes.trailingZeroBitCount) }

    /// Minutes after midnight of the last run of a day.
    var lastTimeOfDay: Int64 { Int64((31 - hours.leadingZeroBitCount) * 60 + 63 - minutes.leadingZeroBitCount) }

    private func timeOfDay(fromHour hour: UInt32, minute: UInt32) -> Int64? {
        if hours &>> hour & 1 != 0 {
            let left = minutes & ~((1 &<< UInt64(minute)) &- 1)
            if left != 0 { return Int64(Int(hour) * 60 + left.trailingZeroBitCount) }
        }
        let left = hours & ~((2 &<< hour) &- 1)
        guard left != 0 else { return nil }
        return Int64(left.trailingZeroBitCount * 60 + minutes.trailingZeroBitCount)
    }

    func runs(on date: CivilDate, days day: Int64) -> Bool {
        guard months &>> UInt16(date.month) & 1 != 0 else { return false }
        if days.isEveryDay { return true }
        let first = CivilCalendar.weekday(days: day - Int64(date.day - 1))
        let length = CivilCalendar.daysInMonth(year: date.year, month: date.month)
        return days.mask(length: length, firstWeekday: first) &>> UInt32(date.day) & 1 != 0
    }

    /// The first day after `date` that runs, in days since 1970-01-01.
    func nextDay(after date: CivilDate) -> Int64? {
        var year = date.year
        var month = date.month
        // Bits below this one are past; an overlong shift leaves none.
        var from = UInt32(date.day + 1)
        let lastYear = year + 400
        while year <= lastYear {
            if months &>> UInt16(month) & 1 != 0 {
                let first = CivilCalendar.days(year: year, month: month, day: 1)
                let length = CivilCalendar.daysInMonth(year: year, month: month)
                let mask = days.mask(length: length, firstWeekday: CivilCalendar.weekday(days: first))
                let left = (mask >> from) << from
                if left != 0 { return first + Int64(left.trailingZeroBitCount - 1) }
            }
            from = 0
            let later = months & ~((2 &<< UInt16(month)) &- 1)
            if later == 0 { year += 1 }
            month = (later == 0 ? months : later).trailingZeroBitCount
        }
        return nil
    }
}
