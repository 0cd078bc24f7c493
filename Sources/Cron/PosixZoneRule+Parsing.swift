extension PosixZoneRule {
    /// Reads a footer without its newlines; nil if it is malformed.
    init?(_ text: ArraySlice<UInt8>) {
        var reader = PosixZoneReader(bytes: text)
        guard let rule = reader.readRule() else { return nil }
        self = rule
    }
}

/// Reads the parts of a POSIX TZ string one after another; nil stands for malformed text.
private struct PosixZoneReader {
    var bytes: ArraySlice<UInt8>

    mutating func readRule() -> PosixZoneRule? {
        guard skipName(), let west = readTime(hours: 24) else { return nil }
        var rule = PosixZoneRule(standardOffset: Int32(-west), daylight: nil)
        if bytes.isEmpty { return rule }
        guard skipName() else { return nil }
        var offset = rule.standardOffset + 3600
        if let next = bytes.first, next != UInt8(ascii: ",") {
            guard let west = readTime(hours: 24) else { return nil }
            offset = Int32(-west)
        }
        // A name without dates has those of the United States, as in other implementations.
        if bytes.isEmpty { bytes = ArraySlice(",M3.2.0,M11.1.0".utf8) }
        guard skip(","), let start = readChange(), skip(","), let end = readChange(), bytes.isEmpty else { return nil }
        rule.daylight = PosixZoneRule.Daylight(offset: offset, start: start, end: end)
        return rule
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard bytes.first == UInt8(ascii: character) else { return false }
        bytes.removeFirst()
        return true
    }

    /// Three letters or more, or a longer alphabet between angle brackets.
    private mutating func skipName() -> Bool {
        if skip("<") {
            let name = bytes.prefix { $0 != UInt8(ascii: ">") }
            bytes = bytes.dropFirst(name.count)
            return name.count >= 3 && skip(">")
        }
        let name = bytes.prefix { CronParser.isLetter($0) }
        bytes = bytes.dropFirst(name.count)
        return name.count >= 3
    }

    private mutating func readNumber(_ range: ClosedRange<Int>) -> Int? {
        let digits = bytes.prefix { CronParser.isDigit($0) }
        guard (1...4).contains(digits.count) else { return nil }
        bytes = bytes.dropFirst(digits.count)
        let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return range.contains(number) ? number : nil
    }

    /// `[+-]h[:mm[:ss]]` in seconds.
    private mutating func readTime(hours limit: Int) -> Int64? {
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        guard let hours = readNumber(0...limit) else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] {
            guard skip(":") else { break }
            guard let part = readNumber(0...59) else { return nil }
            seconds += part * unit
        }
        return Int64(isNegative ? -seconds : seconds)
    }

    private mutating func readChange() -> PosixZoneRule.Change? {
        guard let day = readDay() else { return nil }
        guard skip("/") else { return PosixZoneRule.Change(day: day, time: 7200) }
        guard let time = readTime(hours: 167) else { return nil }
        return PosixZoneRule.Change(day: day, time: time)
    }

    private mutating func readDay() -> PosixZoneRule.Change.Day? {
        if skip("J") { return readNumber(1...365).map { .julian($0) } }
        if skip("M") {
            guard let month = readNumber(1...12), skip("."), let week = readNumber(1...5), skip("."),
                let weekday = readNumber(0...6)
            else { return nil }
            return .weekday(month: month, week: week, weekday: weekday)
        }
        return readNumber(0...365).map { .zeroBased($0) }
    }
}
