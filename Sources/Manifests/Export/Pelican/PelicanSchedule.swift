import Cron
import PhoenixModel

/// A schedule as Pelican exports and imports it: one in a file, without the server.
enum PelicanSchedule {
    /// The five keys of the schedule in the order of cron's fields, with what Pelican takes for those that are not there.
    static let cronKeys: [(name: String, field: CronField, fallback: String)] = [
        ("cron_minute", .minute, "0"), ("cron_hour", .hour, "0"), ("cron_day_of_month", .dayOfMonth, "*"),
        ("cron_month", .month, "*"), ("cron_day_of_week", .dayOfWeek, "*"),
    ]

    /// The text of the file.
    ///
    /// - Parameters:
    ///   - fields: those of a schedule of a panel, without secrets.
    ///   - schedule: in its canonical form.
    /// - Returns: JSON with a line break at its end.
    static func text(_ fields: ServiceFields, schedule: String) -> String {
        var map: ValueMap = [
            "name": .string(fields.name), "is_active": .bool(fields.enabled ?? true),
            "only_when_online": .bool(fields.onlyWhenOnline ?? false),
        ]
        let parts = schedule.split(separator: " ").map { String($0) }
        for (key, part) in zip(cronKeys, parts) { map[key.name] = .string(part) }
        var tasks: [Value] = []
        if case .list(let steps)? = fields.steps {
            for (index, step) in steps.enumerated() {
                guard case .map(let step) = step else { continue }
                tasks.append([
                    "sequence_id": .integer(Int64(index + 1)), "action": step["action"] ?? "",
                    "payload": step["payload"] ?? "", "time_offset": step["offset"] ?? 0,
                    "continue_on_failure": step["continue_on_failure"] ?? false,
                ])
            }
        }
        map["tasks"] = .list(tasks)
        return Value.map(map).prettyJSONText() + "\n"
    }

    /// As Pelican names such files.
    static func fileName(_ name: String) -> String { "schedule-\(KeyRule.closest(to: name) ?? "schedule")" }
}
