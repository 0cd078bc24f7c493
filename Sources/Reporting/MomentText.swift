package import Cron
package import PhoenixModel

/// Moments and spans of what has happened, for people. They are in UTC: an hour that a zone has twice tells nothing.
package enum MomentText {
    /// `2026-11-24 02:00:00Z`
    package static func moment(_ moment: Timestamp) -> String {
        "\(moment)".replacing("T", with: " ", maxReplacements: 1)
    }

    /// The same on the clock of a zone, with its offset: `2026-11-24 03:00:00 +01:00`
    package static func moment(_ moment: Timestamp, in zone: TimeZoneRules) -> String {
        zone.name == "UTC" ? Self.moment(moment) : ClockText.textWithSeconds(moment.seconds, in: zone)
    }

    /// Seconds by their two largest units: `12s`, `4m12s`, `2h05m`, `3d04h`.
    package static func span(_ seconds: Int64) -> String {
        func pair(_ large: Int64, _ unit: String, _ small: Int64, _ smallUnit: String) -> String {
            "\(large)\(unit)\(small < 10 ? "0" : "")\(small)\(smallUnit)"
        }
        let seconds = max(0, seconds)
        switch seconds {
        case ..<60: return "\(seconds)s"
        case ..<3_600: return pair(seconds / 60, "m", seconds % 60, "s")
        case ..<86_400: return pair(seconds / 3_600, "h", seconds / 60 % 60, "m")
        default: return pair(seconds / 86_400, "d", seconds / 3_600 % 24, "h")
        }
    }

    /// The same of a number that may not be known.
    package static func span(_ seconds: Double?) -> String {
        guard let seconds, seconds.isFinite, seconds.magnitude < 1e15 else { return "-" }
        return span(Int64(seconds.rounded()))
    }
}
