import Cron
import Diagnostics
import PhoenixModel
import ValueDecoding
import YAMLReading

extension FileDecoder {
    /// What distinguishes the entries of `tasks` from those of `schedules`.
    struct EntryForm {
        let kind: ObjectKind
        let schema: ObjectSchema
        /// Its fields, which are the first keys of the schema.
        let fields: [Field]
        /// The places in the schema of the keys without which there is no such entry.
        let required: [Int]

        init(_ kind: ObjectKind, _ schema: ObjectSchema, required: [String]) {
            self.kind = kind
            self.schema = schema
            // A copy, which no other core counts references to.
            fields = Field.all(of: kind).map { $0 }
            self.required = required.compactMap(schema.index(of:))
        }
    }

    static func taskForm(_ schema: ManifestSchema) -> EntryForm {
        EntryForm(.scheduled, schema.task, required: ["schedule", "task"])
    }

    static func scheduleForm(_ schema: ManifestSchema) -> EntryForm {
        EntryForm(.native, schema.schedule, required: ["schedule", "servers", "steps"])
    }

    /// Names that other tools have for keys of a schedule.
    private static let scheduleSynonyms = [
        "cron": "schedule", "when": "schedule", "tz": "timezone", "time_zone": "timezone", "zone": "timezone",
        "protected": "protect", "matrix": "for_each", "foreach": "for_each", "title": "name", "active": "enabled",
        "is_active": "enabled", "server": "servers", "tasks": "steps", "actions": "steps", "task": "steps",
    ]

    /// Keys of tasks that the schedules of panels have nothing for.
    private static let servedKeys = ["depends_on", "notify", "overlap", "misfire", "timeout", "description"]

    mutating func unknownScheduleKey(_ node: Int, _ schedule: String) -> Diagnostic {
        let name = reader.arena.text(of: reader.arena.resolved(node))
        let place = "schedule '\(schedule)'"
        if Self.servedKeys.contains(name) { return .serveOnlyKey(name, schedule, at: reader.span(node)) }
        if let meant = Self.scheduleSynonyms[name.lowercased()] {
            return .unknownKey(name, meant: meant, place: place, at: reader.span(node))
        }
        if StepRules.scheduleStep[name] != nil {
            return .misplacedKey(name, belongsUnder: "an entry of 'steps'", at: reader.span(node))
        }
        return reader.unknownKey(node, among: schema.schedule.keys.map(\.name), place: place)
    }

    /// Whether panels run an expression on the days that it means.
    static func panelsCompute(_ text: String) -> Bool {
        guard text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "w") }),
            let expression = try? CronExpression(text, hash: { _ in 0 })
        else { return true }
        return panelsCompute(daysOfMonth: expression.canonical(.dayOfMonth))
    }

    /// Whether panels run a canonical day of the month on the days that it means: not so the weekday nearest to a day that
    /// some months do not have.
    static func panelsCompute(daysOfMonth: String) -> Bool {
        guard daysOfMonth.hasSuffix("W"), let day = Int(daysOfMonth.dropLast()) else { return true }
        return day <= 28
    }
}
