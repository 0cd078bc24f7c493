import Cron
import Diagnostics
import Parallel
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
    /// tasks. `heavy` are their places among the objects.
    func warning(of heavy: [Int], in objects: [DesiredObject]) async -> Diagnostic? {
        guard heavy.count > limit else { return nil }
        let schedules = HeavySchedules(of: heavy, in: objects)
        let days = Self.days(forSchedules: schedules.distinct.count)
        let (start, zones) = (Int64(today) * 86_400, zones)
        let loads = await Parts.map(schedules.distinct.count, least: 256) { places in
            HeavyLoad(of: schedules.distinct[places], from: start, minutes: days * 1_440, zones)
        }
        let load = CronLoad(adding: loads.map(\.load))
        guard let worst = load.peak, worst.runs > limit else { return nil }
        let starts = loads.flatMap { $0.starts(at: worst.instant) }
        return .heavyStarts(
            zip(heavy, schedules.places).compactMap { task, place in starts[place] ? task : nil }, of: objects,
            at: worst.instant, limit: limit, otherMinutes: load.minutes(above: limit).count - 1, days: days)
    }
}

extension ServiceFields {
    /// Whether a task with them is on, and does what loads a whole machine.
    var isHeavy: Bool {
        guard enabled != false, case .map(let task)? = task, case .string(let type)? = task["type"]
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
        _ starting: [Int], of objects: [DesiredObject], at instant: Int64, limit: Int, otherMinutes: Int, days: Int
    ) -> Self {
        let shown = starting.prefix(3).map { "'\(objects[$0].key)'" }.joined(separator: ", ")
        let names = starting.count > 3 ? "\(shown) and \(starting.count - 3) more" : shown
        let wall = TimeZoneRules.utc.wallTime(at: instant)
        let others =
            otherMinutes > 0
            ? "; so have \(otherMinutes) other minute\(otherMinutes == 1 ? "" : "s") of \(days) days" : ""
        return Self(
            .heavyStarts, .warning,
            "\(starting.count) backups, updates and restarts start at \(wall.date) \(wall.clock) UTC, which is more than "
                + "\(limit)\(others): \(names)", at: objects[starting[0]].span(of: .schedule),
            help: "write H for their minutes, as in \"H 2 * * *\"; 'phoenix calendar --advise' proposes minutes, and "
                + "'limits.heavy_starts' is how many may start at once")
    }
}
