/// What a calendar and a clock on the wall show, to the minute; it need not exist in a given zone.
///
/// Years are to lie within a hundred million of now.
package struct WallTime: Sendable, Hashable {
    package var date: CivilDate
    package var hour: Int
    package var minute: Int

    package init(date: CivilDate, hour: Int, minute: Int) {
        self.date = date
        self.hour = hour
        self.minute = minute
    }

    package init(year: Int, month: Int, day: Int, hour: Int, minute: Int) {
        self.init(date: CivilDate(year: year, month: month, day: day), hour: hour, minute: minute)
    }

    /// The wall time that lies `localMinute` minutes after 1970-01-01T00:00 on the same clock.
    init(localMinute: Int64) {
        let days = CivilCalendar.floorDivide(localMinute, 1440)
        let rest = Int(truncatingIfNeeded: localMinute - days * 1440)
        self.init(date: CivilCalendar.date(days: days), hour: rest / 60, minute: rest % 60)
    }

    /// Minutes since 1970-01-01T00:00 on the same clock.
    var localMinute: Int64 {
        CivilCalendar.days(year: date.year, month: date.month, day: date.day) * 1440 + Int64(hour * 60 + minute)
    }

    /// The clock alone, `02:30`.
    package var clock: String { "\(padded(hour, 2)):\(padded(minute, 2))" }
}

extension WallTime: CustomStringConvertible {
    /// ISO 8601 without an offset: `2027-03-14T02:30`.
    package var description: String { "\(date)T\(clock)" }
}
