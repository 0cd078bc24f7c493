/// A length of time as in `@every 1h30m`, only to find the schedule that comes nearest to it.
struct CronInterval {
    var minutes: Int

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
        minutes = max(1, (seconds + 30) / 60)
    }

    /// The even schedule whose period differs least; of two, the more frequent.
    var nearestExpression: String {
        let minuteSteps = [2, 3, 4, 5, 6, 10, 12, 15, 20, 30].map { (period: $0, text: "*/\($0) * * * *") }
        let hourSteps = [2, 3, 4, 6, 8, 12].map { (period: $0 * 60, text: "0 */\($0) * * *") }
        let wholes = [
            (period: 1, text: "* * * * *"), (period: 60, text: "0 * * * *"), (period: 1440, text: "0 0 * * *"),
            (period: 10_080, text: "0 0 * * 0"),
        ]
        let all = (minuteSteps + hourSteps + wholes).sorted { $0.period < $1.period }
        return all.min { abs($0.period - minutes) < abs($1.period - minutes) }?.text ?? "* * * * *"
    }
}
