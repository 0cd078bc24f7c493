import Cron

/// A moment in whole Unix seconds, shown as RFC 3339 in UTC: `2026-11-24T02:00:00Z`.
package struct Timestamp: Sendable, Hashable, Comparable {
    package let seconds: Int64

    package init(seconds: Int64) { self.seconds = seconds }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.seconds < rhs.seconds }
}

extension Timestamp: CustomStringConvertible {
    package var description: String {
        let days = CivilCalendar.floorDivide(seconds, 86_400)
        let second = Int(seconds - days * 86_400)
        let date = CivilCalendar.date(days: days)
        guard (0...9_999).contains(date.year) else { return "\(date)T\(Self.clock(second))Z" }
        // The common case in one allocation: lists of panels have many of these.
        return String(unsafeUninitializedCapacity: 20) { bytes in
            func put(_ value: Int, at place: Int) {
                bytes[place] = UInt8(ascii: "0") + UInt8(value / 10)
                bytes[place + 1] = UInt8(ascii: "0") + UInt8(value % 10)
            }
            put(date.year / 100, at: 0)
            put(date.year % 100, at: 2)
            bytes[4] = UInt8(ascii: "-")
            put(date.month, at: 5)
            bytes[7] = UInt8(ascii: "-")
            put(date.day, at: 8)
            bytes[10] = UInt8(ascii: "T")
            put(second / 3_600, at: 11)
            bytes[13] = UInt8(ascii: ":")
            put(second / 60 % 60, at: 14)
            bytes[16] = UInt8(ascii: ":")
            put(second % 60, at: 17)
            bytes[19] = UInt8(ascii: "Z")
            return 20
        }
    }

    private static func clock(_ second: Int) -> String {
        [second / 3_600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}

extension Timestamp {
    /// Reads an RFC 3339 date and time with any offset; parts of a second are dropped, and a leap second counts as
    /// the one after it. nil for anything else, dates that are in no calendar included.
    package init?(rfc3339 text: String) {
        var text = text
        let seconds = text.withUTF8 { bytes in
            var reader = RFC3339Reader(bytes)
            return reader.read()
        }
        guard let seconds else { return nil }
        self.init(seconds: seconds)
    }
}

private struct RFC3339Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func read() -> Int64? {
        guard let year = number(4), skip("-"), let month = number(2, 1...12), skip("-"), let day = number(2, 1...31),
            day <= CivilCalendar.daysInMonth(year: year, month: month), skip("T") || skip("t") || skip(" "),
            let hour = number(2, 0...23), skip(":"), let minute = number(2, 0...59), skip(":"),
            let second = number(2, 0...60), skipFraction(), let offset = offset(), index == bytes.count
        else { return nil }
        let days = CivilCalendar.days(year: year, month: month, day: day)
        return days * 86_400 + Int64(hour * 3_600 + minute * 60 + second - offset)
    }

    private mutating func number(_ digits: Int, _ range: ClosedRange<Int> = 0...9_999) -> Int? {
        guard index + digits <= bytes.count else { return nil }
        var value = 0
        for place in index..<index + digits {
            let digit = bytes[place] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        index += digits
        return range.contains(value) ? value : nil
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func skipFraction() -> Bool {
        guard skip(".") else { return true }
        let start = index
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
        return index > start
    }

    /// Seconds east of UTC.
    private mutating func offset() -> Int? {
        if skip("Z") || skip("z") { return 0 }
        let isWest = skip("-")
        guard isWest || skip("+"), let hours = number(2, 0...23), skip(":"), let minutes = number(2, 0...59) else {
            return nil
        }
        return (isWest ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }
}
