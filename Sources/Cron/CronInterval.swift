/// A length of time as in `@every 1h30m`.
struct CronInterval {
    let seconds: Int

    /// Reads Go's duration syntax with whole numbers: `90m`, `1h30m`, `45s`.
    init?(_ text: String) {
        var seconds = 0
        var number: Int?
        for byte in text.utf8 where !CronParser.isBlank(byte) {
            if CronParser.isDigit(byte) {
                number = min((number ?? 0) * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000)
                continue
            }
            let units: [UInt8: Int] = [
                UInt8(ascii: "h"): 3600, UInt8(ascii: "m"): 60, UInt8(ascii: "s"): 1,
            ]
            guard let value = number, let unit = units[byte] else { return nil }
            seconds += value * unit
            number = nil
        }
        guard number == nil, seconds > 0 else { return nil }
        self.seconds = seconds
    }

    /// The schedule that comes each time after exactly this long, by the clock; nil where five fields cannot say it.
    var expression: String? {
        guard seconds % 60 == 0 else { return nil }
        switch seconds / 60 {
        case 1: return "* * * * *"
        case let minutes where minutes < 60 && 60 % minutes == 0: return "*/\(minutes) * * * *"
        case 60: return "0 * * * *"
        case let minutes where minutes < 1440 && 1440 % minutes == 0 && minutes % 60 == 0:
            return "0 */\(minutes / 60) * * *"
        case 1440: return "0 0 * * *"
        case 10_080: return "0 0 * * 0"
        default: return nil
        }
    }

    /// What to do instead of counting, in words.
    var help: String {
        if let expression { return "write \"\(expression)\" for the same times of day" }
        return seconds < 60
            ? "write \"* * * * *\" for every minute, the shortest interval"
            : "write the times of day; five fields cannot express this interval"
    }
}
