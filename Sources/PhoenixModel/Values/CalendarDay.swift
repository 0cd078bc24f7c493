import Cron

/// A day of the Gregorian calendar, as days since 1970-01-01.
package struct CalendarDay: Sendable, Hashable {
    package let number: Int

    package init(number: Int) { self.number = number }

    /// Reads `YYYY-MM-DD`; nil for anything else, such as the 30th of February.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = Self.number(bytes[..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8...]), year > 0, (1...12).contains(month),
            (1...CivilCalendar.daysInMonth(year: year, month: month)).contains(day)
        else { return nil }
        number = Int(CivilCalendar.days(year: year, month: month, day: day))
    }

    /// `YYYY-MM-DD`.
    package var text: String {
        let date = CivilCalendar.date(days: Int64(number))
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            number = number * 10 + Int(digit - 0x30)
        }
        return number
    }
}
