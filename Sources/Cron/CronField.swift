/// One of the five fields of a cron expression, in the order they are written.
package enum CronField: Int, CaseIterable, Sendable {
    case minute, hour, dayOfMonth, month, dayOfWeek

    /// The field as people call it, for messages: `day of month`, not `dayOfMonth`.
    package var name: String {
        switch self {
        case .minute: "minute"
        case .hour: "hour"
        case .dayOfMonth: "day of month"
        case .month: "month"
        case .dayOfWeek: "day of week"
        }
    }

    /// The values that may be written; day of week takes both 0 and 7 for Sunday.
    var allowed: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: 0...7
        }
    }

    /// The values that `*` and an open step (`a/n`) run over: Sunday only once.
    var cycle: ClosedRange<Int> { self == .dayOfWeek ? 0...6 : allowed }

    /// One bit for each value of `cycle`.
    var fullMask: UInt64 { Self.mask(cycle) }

    /// One bit for each value of `range`, which lies within 0...59.
    static func mask(_ range: ClosedRange<Int>) -> UInt64 {
        ((2 &<< UInt64(range.upperBound)) &- 1) & ~((1 &<< UInt64(range.lowerBound)) &- 1)
    }
}
