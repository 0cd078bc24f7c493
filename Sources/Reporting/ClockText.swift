package import Cron

/// What a clock shows, with its offset, so that an hour that comes twice is told apart.
package enum ClockText {
    /// `2026-11-24 03:00 +01:00`
    package static func text(_ wallTime: WallTime, _ offset: Int) -> String {
        "\(wallTime.date) \(wallTime.clock) \(Self.offset(offset))"
    }

    /// The same to the second: `2026-11-24 03:00:09 +01:00`
    static func textWithSeconds(_ instant: Int64, in zone: TimeZoneRules) -> String {
        let wallTime = zone.wallTime(at: instant)
        let seconds = (instant % 60 + 60) % 60
        let offset = offset(zone.offset(at: instant))
        return "\(wallTime.date) \(wallTime.clock):\(seconds < 10 ? "0" : "")\(seconds) \(offset)"
    }

    /// Unix seconds on the clock of a zone.
    package static func text(_ instant: Int64, in zone: TimeZoneRules) -> String {
        text(zone.wallTime(at: instant), zone.offset(at: instant))
    }

    /// `+01:00`; a zone's odd seconds, of times before 1972, are dropped.
    private static func offset(_ seconds: Int) -> String {
        let minutes = abs(seconds) / 60
        let digits = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(seconds < 0 ? "-" : "+")\(digits[0]):\(digits[1])"
    }
}
