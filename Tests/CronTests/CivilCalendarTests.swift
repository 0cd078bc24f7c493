import Foundation
import Testing

@testable import Cron

@Suite("Calendar")
struct CivilCalendarTests {
    @Test("dates and days are those of the C library, over eight millennia and both ways")
    func againstLibrary() {
        for day in stride(from: Int64(-1_000_000), to: 3_000_000, by: 397) {
            var time = time_t(day * 86_400)
            var fields = tm()
            gmtime_r(&time, &fields)
            let date = CivilCalendar.date(days: day)
            #expect(date.year == Int(fields.tm_year) + 1900 && date.month == Int(fields.tm_mon) + 1)
            #expect(date.day == Int(fields.tm_mday))
            #expect(CivilCalendar.weekday(days: day) == Int(fields.tm_wday))
            #expect(CivilCalendar.days(year: date.year, month: date.month, day: date.day) == day)
        }
    }

    @Test("months have their lengths")
    func lengths() {
        #expect(
            (1...12).map { CivilCalendar.daysInMonth(year: 2027, month: $0) }
                == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
        #expect([1900, 2000, 2024, 2100].map { CivilCalendar.daysInMonth(year: $0, month: 2) } == [28, 29, 29, 28])
    }

    @Test("every day extension selects the right day of every kind of month")
    func extensions() {
        for first in 0...6 {
            for length in 28...31 {
                func days(_ rule: DayExtension) -> [Int] {
                    CanonicalField.bits(UInt64(rule.mask(length: length, firstWeekday: first)))
                }
                func weekday(_ day: Int) -> Int { (first + day - 1) % 7 }
                #expect(days(.lastDay) == [length])
                for weekdayNumber in 0...6 {
                    let all = (1...length).filter { weekday($0) == weekdayNumber }
                    #expect(days(.lastWeekday(UInt8(weekdayNumber))) == all.suffix(1))
                    for ordinal in 1...5 {
                        let expected = ordinal <= all.count ? [all[ordinal - 1]] : []
                        #expect(days(.nthWeekday(UInt8(weekdayNumber), ordinal: UInt8(ordinal))) == expected)
                    }
                }
                for day in 1...31 {
                    let working = (1...length).filter { (1...5).contains(weekday($0)) }
                    let nearest = working.min { (abs($0 - day), $0) < (abs($1 - day), $1) }
                    #expect(days(.nearestWeekday(UInt8(day))) == (day <= length ? nearest.map { [$0] } ?? [] : []))
                }
            }
        }
    }

    @Test("dates print in ISO 8601")
    func printing() {
        #expect(WallTime(year: 2027, month: 3, day: 4, hour: 5, minute: 6).description == "2027-03-04T05:06")
        #expect(CivilDate(year: 12, month: 1, day: 1).description == "0012-01-01")
        #expect(CivilDate(year: -5, month: 1, day: 1).description == "-0005-01-01")
    }
}
