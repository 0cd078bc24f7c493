package import Cron
package import PhoenixModel

/// The next runs of a schedule, as plans and lists show them: on the clock of the task's zone.
package struct NextRuns: Sendable {
    private let now: Timestamp
    private let zones: ZoneDatabase

    package init(now: Timestamp, zones: ZoneDatabase) {
        self.now = now
        self.zones = zones
    }

    /// `2026-11-25 02:00, 2026-11-26 02:00 (Europe/Berlin)`, up to three of them, as many as fit `width` columns; nil
    /// where the schedule or the zone cannot be read.
    package func text(schedule: String, timezone: String?, width: Int = 80) -> String? {
        guard let expression = try? CronExpression(schedule), let zone = zone(named: timezone) else { return nil }
        let fires = expression.fires(after: now.seconds, in: zone, count: 3).map { Self.wallText($0.instant, in: zone) }
        guard let first = fires.first else { return "never" }
        let end = " (\(zone.name))"
        var text = first
        for fire in fires.dropFirst() where text.count + fire.count + 2 + end.count <= width { text += ", \(fire)" }
        return text + end
    }

    /// One moment on the clock of a zone, UTC when the zone is unknown: `2026-11-25 02:00`.
    package func text(of moment: Timestamp, timezone: String?) -> String {
        Self.wallText(moment.seconds, in: zone(named: timezone) ?? .utc)
    }

    private func zone(named name: String?) -> TimeZoneRules? {
        guard let name, name != "UTC" else { return .utc }
        return try? zones.zone(named: name)
    }

    private static func wallText(_ instant: Int64, in zone: TimeZoneRules) -> String {
        let wall = zone.wallTime(at: instant)
        return "\(wall.date) \(wall.clock)"
    }
}
