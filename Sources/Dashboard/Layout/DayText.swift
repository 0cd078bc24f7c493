import Cron
import PhoenixModel

/// Days in addresses: `2026-11-24`.
enum DayText {
    /// The first moment of a day on the clock of a zone; nil for what is no day.
    static func start(of text: String, in zone: TimeZoneRules) -> Timestamp? {
        // Dates are read as part of a time: one rule says which there are.
        guard text.utf8.count == 10, let noon = Timestamp(rfc3339: "\(text)T00:00:00Z") else { return nil }
        let days = CivilCalendar.floorDivide(noon.seconds, 86_400)
        return start(ofDay: days, in: zone)
    }

    /// The first moment of a day, in days since 1970-01-01: after midnight where a clock leaves midnight out.
    static func start(ofDay days: Int64, in zone: TimeZoneRules) -> Timestamp {
        switch zone.resolve(WallTime(date: CivilCalendar.date(days: days), hour: 0, minute: 0)) {
        case .once(let instant): Timestamp(seconds: instant)
        case .repeated(let instants): Timestamp(seconds: instants.first ?? days * 86_400)
        case .skipped(let instant): Timestamp(seconds: instant)
        }
    }

    /// The day of a moment on the clock of a zone, in days since 1970-01-01.
    static func day(of moment: Timestamp, in zone: TimeZoneRules) -> Int64 {
        CivilCalendar.floorDivide(moment.seconds + Int64(zone.offset(at: moment.seconds)), 86_400)
    }

    static func text(ofDay days: Int64) -> String { "\(CivilCalendar.date(days: days))" }

    /// `Tue 2026-11-24`
    static func textWithWeekday(ofDay days: Int64) -> String {
        "\(weekdays[CivilCalendar.weekday(days: days)].prefix(3)) \(text(ofDay: days))"
    }

    /// From Sunday on.
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
}
