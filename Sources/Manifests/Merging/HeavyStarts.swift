import Cron
import Diagnostics
import PhoenixModel

/// The minutes into which a set puts more heavy starts than it should: backups, updates and restarts.
struct HeavyStarts {
    /// How many of them one minute may have where no file says otherwise.
    static let standardLimit = 4

    let limit: Int
    let zones: ZoneDatabase
    /// The first of the days that are looked at, in UTC, as days since 1970-01-01.
    let today: Int

    /// How many days are looked at: long enough for what runs once a month, and a week where so many schedules differ
    /// that a month would cost as much as reading the files.
    private static func days(forSchedules count: Int) -> Int { count > 300 ? 7 : 31 }

    /// What is to be said of the worst minute; nil where no minute has too many. Costs nothing to sets with few heavy
    /// tasks.
    func warning(of objects: [DesiredObject]) -> Diagnostic? {
        let heavy = objects.filter(\.isHeavy)
        guard heavy.count > limit else { return nil }
        var known: [Text: CronLoad.Schedule?] = [:]
        let schedules = heavy.map { object -> CronLoad.Schedule? in
            let text = Text(schedule: object.fields.schedule ?? "", zone: object.fields.timezone ?? "UTC")
            if let schedule = known[text] { return schedule }
            let schedule = schedule(text)
            known[text] = .some(schedule)
            return schedule
        }
        let days = Self.days(forSchedules: known.count)
        let load = CronLoad(of: schedules.compactMap(\.self), from: Int64(today) * 86_400, minutes: days * 1_440)
        guard let worst = load.peak, worst.runs > limit else { return nil }
        let starting = zip(heavy, schedules).filter { _, schedule in
            schedule.map { $0.expression.next(after: worst.instant - 1, in: $0.zone) == worst.instant } ?? false
        }.map(\.0)
        return .heavyStarts(
            starting, at: worst.instant, limit: limit, otherMinutes: load.minutes(above: limit).count - 1,
            days: days)
    }

    private struct Text: Hashable {
        let schedule: String
        let zone: String
    }

    private func schedule(_ text: Text) -> CronLoad.Schedule? {
        guard let expression = try? CronExpression(text.schedule) else { return nil }
        if text.zone == "UTC" { return CronLoad.Schedule(expression, in: .utc) }
        return (try? zones.zone(named: text.zone)).map { CronLoad.Schedule(expression, in: $0) }
    }
}

extension DesiredObject {
    /// Whether it is on, and does what loads a whole machine.
    fileprivate var isHeavy: Bool {
        guard kind == .scheduled, fields.enabled != false, case .map(let task)? = fields.task,
            case .string(let type)? = task["type"]
        else { return false }
        let data: ValueMap = if case .map(let map)? = task["data"] { map } else { [:] }
        switch type {
        case "backup", "update": return true
        case "server_command": return data["command"] == "restart" && data["mode"] != "console"
        case "sequence":
            guard case .list(let steps)? = data["steps"] else { return false }
            return steps.contains { step in
                guard case .map(let step) = step else { return false }
                return step["power"] == "restart" || step["backup"] != nil
            }
        default: return false
        }
    }
}

extension Diagnostic {
    fileprivate static func heavyStarts(
        _ objects: [DesiredObject], at instant: Int64, limit: Int, otherMinutes: Int, days: Int
    ) -> Self {
        let shown = objects.prefix(3).map { "'\($0.key)'" }.joined(separator: ", ")
        let names = objects.count > 3 ? "\(shown) and \(objects.count - 3) more" : shown
        let wall = TimeZoneRules.utc.wallTime(at: instant)
        let others =
            otherMinutes > 0
            ? "; so have \(otherMinutes) other minute\(otherMinutes == 1 ? "" : "s") of \(days) days" : ""
        return Self(
            .heavyStarts, .warning,
            "\(objects.count) backups, updates and restarts start at \(wall.date) \(wall.clock) UTC, which is more than "
                + "\(limit)\(others): \(names)", at: objects[0].span(of: .schedule),
            help: "write H for their minutes, as in \"H 2 * * *\"; 'phoenix calendar --advise' proposes minutes, and "
                + "'limits.heavy_starts' is how many may start at once")
    }
}
