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
    /// tasks. `heavy` are their places among the objects.
    func warning(of heavy: [Int], in objects: [DesiredObject]) -> Diagnostic? {
        guard heavy.count > limit else { return nil }
        var groups = Groups(zones: zones)
        let numbers = heavy.map { groups.add(objects[$0].fields.schedule, objects[$0].fields.timezone) }
        let days = Self.days(forSchedules: groups.schedules.count)
        let load = CronLoad(
            of: zip(groups.schedules, groups.sizes).compactMap { schedule, size in schedule.map { ($0, size) } },
            from: Int64(today) * 86_400, minutes: days * 1_440)
        guard let worst = load.peak, worst.runs > limit else { return nil }
        let starts = groups.schedules.map { schedule in
            schedule.map { $0.expression.next(after: worst.instant - 1, in: $0.zone) == worst.instant } ?? false
        }
        let starting = zip(heavy, numbers).filter { starts[$0.1] }.map(\.0)
        return .heavyStarts(
            starting, of: objects, at: worst.instant, limit: limit,
            otherMinutes: load.minutes(above: limit).count - 1, days: days)
    }

    /// The schedules that differ, each with how many tasks have it.
    private struct Groups {
        /// nil for one that cannot be read.
        private(set) var schedules: [CronLoad.Schedule?] = []
        private(set) var sizes: [Int] = []
        private var numbers: [Text: Int] = [:]
        private let zones: ZoneDatabase

        init(zones: ZoneDatabase) { self.zones = zones }

        private struct Text: Hashable {
            let schedule: String
            let zone: String
        }

        /// - Returns: the number of its group.
        mutating func add(_ schedule: String?, _ zone: String?) -> Int {
            let text = Text(schedule: schedule ?? "", zone: zone ?? "UTC")
            if let number = numbers[text] {
                sizes[number] += 1
                return number
            }
            numbers[text] = schedules.count
            schedules.append(read(text))
            sizes.append(1)
            return schedules.count - 1
        }

        private func read(_ text: Text) -> CronLoad.Schedule? {
            guard let expression = try? CronExpression(text.schedule) else { return nil }
            if text.zone == "UTC" { return CronLoad.Schedule(expression, in: .utc) }
            return (try? zones.zone(named: text.zone)).map { CronLoad.Schedule(expression, in: $0) }
        }
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
