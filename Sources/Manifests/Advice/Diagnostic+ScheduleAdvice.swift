import Cron
import Diagnostics
import PhoenixModel

extension Diagnostic {
    static func powerTooSoon(_ schedule: DesiredSchedule, _ first: String, _ second: String, _ gap: Int64) -> Self {
        Self(
            .powerTooSoon, .warning,
            "schedule '\(schedule.key)' sends the signal '\(second)' \(DurationText.text(gap)) after '\(first)'; panels do "
                + "not wait for the first to be done", at: schedule.span(of: .steps),
            help:
                "a signal that comes while another is under way is lost: use restart, or leave some minutes in between")
    }

    static func runsInClockChange(
        _ schedule: DesiredSchedule, at clock: String, on date: String, isGap: Bool
    ) -> Self {
        let zone = schedule.fields.timezone ?? "UTC"
        let what =
            isGap
            ? "the clocks are set forward then, and panels leave the run out or do it later"
            : "the clocks are set back then, and panels run it twice"
        return Self(
            .runsInClockChange, .warning,
            "schedule '\(schedule.key)' runs at \(clock) on \(date) in \(zone): \(what)",
            at: schedule.span(of: .schedule),
            help: "choose another hour, or let the panel work in UTC")
    }

    static func backupsTooClose(_ keys: [String], at instant: Int64, _ span: SourceSpan) -> Self {
        let wall = TimeZoneRules.utc.wallTime(at: instant)
        let names = keys.map { "'\($0)'" }.joined(separator: " and ")
        return Self(
            .backupsTooClose, .warning,
            "\(names) make\(keys.count == 1 ? "s" : "") more than 2 backups of a server within 10 minutes, as from "
                + "\(wall.date) \(wall.clock) UTC; panels refuse the third, and the steps behind it", at: span,
            help: "leave more time between the backups")
    }

    static func backupsAtOnce(_ key: String, _ count: Int, limit: Int, at span: SourceSpan, node: String? = nil) -> Self
    {
        let place = node.map { " of node '\($0)'" } ?? ""
        return Self(
            .backupsAtOnce, .warning,
            "schedule '\(key)' starts the backups of \(count) servers\(place) in one minute, which is more than \(limit)",
            at: span,
            help:
                "write H for the minute, as in \"H 4 * * *\": it is another one for each server; 'limits.heavy_starts' is "
                + "how many may start at once")
    }

    static func doneTwice(_ schedule: DesiredSchedule, _ task: DesiredObject, _ action: String) -> Self {
        let what = action == "backup" ? "make a backup of" : "send a power signal to"
        return Self(
            .doneTwice, .warning,
            "schedule '\(schedule.key)' and task '\(task.key)' both \(what) a server at nearly the same time",
            at: schedule.span, notes: [Note("the task is here", at: task.span)],
            help: "the panel runs one, and phoenix serve the other: remove or disable one of the two")
    }
}
