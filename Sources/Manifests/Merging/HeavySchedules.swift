import Cron
import PhoenixModel

/// The schedules of heavy tasks that differ, each with the tasks that have it: a part of them, in which equal ones stand
/// together.
struct HeavySchedules: Sendable {
    struct Group {
        /// nil for one that cannot be read.
        let schedule: CronLoad.Schedule?
        /// Their places among the objects.
        var tasks: [Int] = []
    }

    private(set) var groups: [Group] = []

    private struct Text: Hashable {
        let schedule: String
        let zone: String
    }

    /// Those of one of `count` parts, counted from 0. `heavy` are the places of all heavy tasks among the objects.
    init(of heavy: [Int], in objects: [DesiredObject], part: Int, of count: Int, zones: ZoneDatabase) {
        var numbers: [Text: Int] = [:]
        for place in heavy {
            let schedule = objects[place].fields.schedule ?? ""
            if count > 1, Int(UInt(bitPattern: schedule.hashValue) % UInt(count)) != part { continue }
            let text = Text(schedule: schedule, zone: objects[place].fields.timezone ?? "UTC")
            if let number = numbers[text] {
                groups[number].tasks.append(place)
            } else {
                numbers[text] = groups.count
                groups.append(Group(schedule: Self.read(text, zones), tasks: [place]))
            }
        }
    }

    private static func read(_ text: Text, _ zones: ZoneDatabase) -> CronLoad.Schedule? {
        guard let expression = try? CronExpression(text.schedule) else { return nil }
        if text.zone == "UTC" { return CronLoad.Schedule(expression, in: .utc) }
        return (try? zones.zone(named: text.zone)).map { CronLoad.Schedule(expression, in: $0) }
    }

    /// Those that can be read, each with how many tasks have it.
    var weighted: [(schedule: CronLoad.Schedule, tasks: Int)] {
        groups.compactMap { group in group.schedule.map { ($0, group.tasks.count) } }
    }

    /// The tasks that start at an instant.
    func tasks(startingAt instant: Int64) -> [Int] {
        groups.flatMap { group in
            let next = group.schedule.map { $0.expression.next(after: instant - 1, in: $0.zone) }
            return next == instant ? group.tasks : []
        }
    }
}
