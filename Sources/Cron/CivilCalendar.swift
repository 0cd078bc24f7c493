/// The proleptic Gregorian calendar over integers, without time zones.
///
/// Days are counted from 1970-01-01; years within a hundred million of now are in range, zero and negative
/// (astronomical) ones included.
/// The conversions are those of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
package enum CivilCalendar {
    /// The days after which dates, weekdays and leap years repeat: 400 years.
    package static let cycleDays: Int64 = 146_097

    /// Days from 1970-01-01 to the given date; `day` may lie outside the month and is then simply counted on.
    package static func days(year: Int, month: Int, day: Int) -> Int64 {
        let shifted = Int64(month <= 2 ? year - 1 : year)
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let monthFromMarch = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * cycleDays + dayOfEra - 719_468
    }

    /// The date that lies `days` days after 1970-01-01.
    package static func date(days: Int64) -> CivilDate {
        let shifted = days + 719_468
        let era = floorDivide(shifted, cycleDays)
        let dayOfEra = UInt32(truncatingIfNeeded: shifted - era * cycleDays)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
        let month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        let year = Int(truncatingIfNeeded: Int64(yearOfEra) + era * 400) + (month <= 2 ? 1 : 0)
        return CivilDate(year: year, month: month, day: day)
    }

    /// The day of the week, 0 for Sunday to 6 for Saturday.
    package static func weekday(days: Int64) -> Int {
        Int(truncatingIfNeeded: floorRemainder(days + 4, 7))
    }

    package static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// The length of a month; `month` is 1 to 12.
    package static func daysInMonth(year: Int, month: Int) -> Int {
        month == 2 ? (isLeap(year) ? 29 : 28) : longestLength(month: month)
    }

    /// The days a month has in its longest year: 29 for February.
    static func longestLength(month: Int) -> Int {
        month == 2 ? 29 : 30 + ((month ^ (month >> 3)) & 1)
    }

    /// Division that rounds towards negative infinity; `divisor` is positive.
    package static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    /// The remainder of `floorDivide`, never negative.
    package static func floorRemainder(_ value: Int64, _ divisor: Int64) -> Int64 {
        let remainder = value % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }

    /// Division that rounds towards positive infinity; `divisor` is positive.
    static func ceilingDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        -floorDivide(-value, divisor)
    }
}
