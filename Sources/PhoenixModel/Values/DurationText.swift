/// A number of seconds as manifests write it: `90`, `90s`, `4m` or `1h`.
package enum DurationText {
    private static let units: [(letter: Character, seconds: Int64, noun: String)] = [
        ("h", 3_600, "hour"), ("m", 60, "minute"), ("s", 1, "second"),
    ]

    /// The seconds that a text means; nil for one that is no duration, or beyond what 64 bits hold.
    package static func seconds(_ text: String) -> Int64? {
        let unit = units.first { $0.letter == text.last }
        let digits = unit == nil ? text[...] : text.dropLast()
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.utf8.count == 1 || !digits.hasPrefix("0"), let number = Int64(digits)
        else { return nil }
        let (seconds, hasOverflown) = number.multipliedReportingOverflow(by: unit?.seconds ?? 1)
        return hasOverflown ? nil : seconds
    }

    /// The shortest text that means so many seconds, in the largest unit that leaves no rest: `240` is `4m`.
    package static func text(_ seconds: Int64) -> String {
        let unit = largestUnit(of: seconds)
        return "\(seconds / unit.seconds)\(unit.letter)"
    }

    /// The same in words, for players: `10 minutes`, `1 minute`, `90 seconds`.
    package static func words(_ seconds: Int64) -> String {
        let unit = largestUnit(of: seconds)
        let count = seconds / unit.seconds
        return "\(count) \(unit.noun)\(count == 1 ? "" : "s")"
    }

    private static func largestUnit(of seconds: Int64) -> (letter: Character, seconds: Int64, noun: String) {
        units.first { seconds != 0 && seconds.isMultiple(of: $0.seconds) } ?? units[2]
    }
}
