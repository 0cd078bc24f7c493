package import PhoenixModel

/// The known keys of a manifest: the one source for the loader, for the JSON schema and for `phoenix explain`.
///
/// Beyond what a schema says: the keys of `tasks` may hold `${…}`, and so may every text and, as the whole scalar,
/// every number and boolean; an entry of `notify` is the name of one in `notifications`, an entry of `depends_on` the
/// key of a task or service; a schedule is cron text and a time zone is an IANA name. A key whose value is empty or
/// `null` is absent.
package struct ManifestSchema: Sendable {
    /// That of the fields in force.
    package static var current: ManifestSchema {
        let table = FieldTable.current
        return table === FieldTable.standard ? standard : ManifestSchema(table)
    }

    private static let standard = ManifestSchema(.standard)

    /// The same, with the schemas of entries in memory of their own, as `ValueSchema.copied()`.
    func copied() -> ManifestSchema { ManifestSchema(copying: self) }

    /// One document of a file.
    package let document: ObjectSchema
    /// What a task may leave to its file: everything but its key, its name and its data.
    package let defaults: ObjectSchema
    /// The keys of `defaults` that are fields come first.
    private let defaultFields: [Field]
    /// One entry of `services`. Its fields come first, as `Field.all(of:)` has them; and so they do in `task`.
    package let service: ObjectSchema
    /// One entry of `tasks`.
    package let task: ObjectSchema
    /// One entry of `schedules`, likewise.
    package let schedule: ObjectSchema

    private init(_ table: FieldTable) {
        let scheduleFields = table.fields(of: .native)
        let allFields =
            table.fields(of: .scheduled) + scheduleFields.filter { !$0.definition.kinds.contains(.scheduled) }
        defaultFields = allFields.filter { $0 != .name && $0 != .steps }
        defaults = ObjectSchema(
            defaultFields.map(Self.defaultKey) + [Self.protect, Self.ignore(allFields), Self.servers])
        service = ObjectSchema(
            table.fields(of: .system).map { Self.key($0.definition, of: .system) }
                + [Self.formerly, Self.ignore(table.fields(of: .system))])
        task = ObjectSchema(
            table.fields(of: .scheduled).map { Self.key($0.definition, of: .scheduled) }
                + [Self.protect, Self.formerly, Self.ignore(table.fields(of: .scheduled)), Self.forEach, Self.except])
        schedule = ObjectSchema(
            scheduleFields.map { Self.key($0.definition, of: .native) }
                + [
                    Self.servers, Self.protect, Self.formerly, Self.ignore(scheduleFields), Self.forEach, Self.except,
                ])
        document = Self.document(defaults: defaults, service: service, task: task, schedule: schedule)
    }

    private init(copying other: ManifestSchema) {
        document = other.document
        defaults = other.defaults
        defaultFields = other.defaultFields
        service = other.service.copied()
        task = other.task.copied()
        schedule = other.schedule.copied()
    }

    /// The field under a key of `defaults`; nil for keys that are no fields.
    func defaultField(_ index: Int) -> Field? { index < defaultFields.count ? defaultFields[index] : nil }

    /// Nothing is required of a default, and of `task` only the type can be one.
    private static func defaultKey(_ field: Field) -> ObjectSchema.Key {
        let key = key(field.definition, of: field.definition.kinds.contains(.scheduled) ? .scheduled : .native)
        guard field == .task, case .variant(let variant) = TaskRules.schema else {
            return .init(key.name, key.schema, default: key.defaultValue, key.summary)
        }
        let type = ObjectSchema.Key("type", .choice(variant.cases.map(\.type)), "the type of tasks that name none")
        return .init(
            key.name, .object(ObjectSchema([type])), "the type of tasks that name none; data stands with the task")
    }

    /// One entry of `patches`: what tasks, services and schedules have, without what settles which of them there are.
    private static func patch(service: ObjectSchema, task: ObjectSchema, schedule: ObjectSchema) -> ObjectSchema {
        let keys = task.keys.filter { $0.name != forEach.name && $0.name != except.name }
        let others = (service.keys + schedule.keys.filter { service[$0.name] == nil }).filter { task[$0.name] == nil }
        return ObjectSchema((keys + others).map { .init($0.name, $0.schema, $0.summary) })
    }

    private static func document(
        defaults: ObjectSchema, service: ObjectSchema, task: ObjectSchema, schedule: ObjectSchema
    ) -> ObjectSchema {
        ObjectSchema([
            .init(
                "project", key, default: "default",
                "the owner of everything below; a run has one project, and a file without 'project' joins it"),
            .init(
                "project_formerly", .list(key, count: 0...20, isSet: true),
                "former names of the project; objects on the panel that it owns under them are taken over"),
            .init(
                "panel", .list(.text(TextRule(.any, length: 1...500, mayBeSecret: false)), count: 1...100, isSet: true),
                "the contexts or URLs that this set may be applied to; every other target is refused"),
            .init(
                "values", .map(keys: TextRule(.any, length: 1...191), values: .any, count: count),
                "values for ${values.name}; a later layer, which is one -f, overrides an earlier one"),
            .init(
                "patches",
                .map(
                    keys: TextRule(.any, length: 1...191),
                    values: .object(patch(service: service, task: task, schedule: schedule)),
                    count: count),
                "changes of entries, by key or glob, in their order; null takes the entries out"),
            .init(
                "defaults", .object(defaults),
                "default values for the tasks and schedules of this file; an entry's own value wins"),
            .init(
                "notifications", .map(keys: keyRule, values: notification, count: 0...1_000),
                "where runs are reported, by the names that `notify` uses; shared by all files of a run"),
            .init("limits", .object(limits), "what the set should not exceed; shared by all files of a run"),
            .init(
                "services", .map(keys: keyRule, values: .object(service), count: count),
                "system services of the panel, by key; only the fields written here are managed"),
            .init(
                "tasks", .map(keys: keyRule, values: .object(task), count: count),
                "scheduled tasks, by key; phoenix creates and updates them as written here"),
            .init(
                "schedules", .map(keys: keyRule, values: .object(schedule), count: count),
                "schedules that the panel itself runs, by key: one for each server that an entry selects"),
        ])
    }

    private static let limits = ObjectSchema([
        .init(
            "heavy_starts", .integer(1...10_000), default: .integer(Int64(HeavyStarts.standardLimit)),
            "how many backups, updates and restarts may start in one minute without a warning")
    ])

    /// One entry of `notifications`.
    package static let notification = NotifyRules.entry

    /// A field as manifests have it: others are named by their keys, notifications by their names. The name of an object
    /// may be left out, for its key says it too; and of a service everything is left as it is.
    private static func key(_ field: FieldDefinition, of kind: ObjectKind) -> ObjectSchema.Key {
        let schema: ValueSchema =
            switch field.form {
            case .notifications: .list(key, count: 0...10, isSet: true)
            // Steps are written with what they do and when they start.
            case .tree where field.name == Field.steps.rawValue:
                .list(.object(StepRules.scheduleStep), count: 1...writtenStepCount, isSet: false)
            case .tree where field.name == Field.task.rawValue: TaskRules.writtenSchema
            case .dependencies: .list(key, count: ServiceRules.dependencyCount, isSet: true)
            default: field.schema
            }
        switch kind {
        case .system: return .init(field.name, schema, field.summaries.service)
        case .scheduled, .native:
            let isRequired = field.defaultValue == nil && field.name != Field.name.rawValue
            return .init(
                field.name, schema, required: isRequired, default: field.defaultValue, field.summaries.task)
        }
    }

    private static let protect = ObjectSchema.Key(
        "protect", .boolean, default: false, "whether it is protected from deletion, even after its block is removed")

    private static let forEach = ObjectSchema.Key(
        "for_each",
        .map(
            keys: TextRule(.identifier, length: 1...63),
            values: .list(.any, count: 1...100_000, isSet: false), count: 1...8),
        "creates one task for each combination of the values, texts or mappings; ${name} or ${name.key} is the value")

    private static let except = ObjectSchema.Key(
        "except",
        .list(
            .map(
                keys: TextRule(.any, length: 1...191), values: .text(TextRule(.any, length: 1...191)), count: 1...8),
            count: 1...10_000, isSet: false),
        "combinations of for_each that are left out: names with their values")

    /// One entry of `ignore`; the name of a field alone stands for a mapping with that `field`.
    package static func ignoreEntry(_ fields: [Field]) -> ObjectSchema {
        ObjectSchema(
            [
                .init(
                    "field", .choice(fields.map(\.definition.name)), required: true,
                    "the field that is left as it is on the panel"),
                .init(
                    "reason", .text(TextRule(.any, length: 1...1_000, mayBeSecret: false)),
                    "the reason, for other people"),
                .init(
                    "until", .text(TextRule(.date, length: 10...10, mayBeSecret: false)),
                    "the last day on which the entry applies (UTC); after that it is reported as expired"),
            ],
            shorthand: "field")
    }

    /// More than a panel takes, so that the message about too many steps can say how many there are.
    private static let writtenStepCount = 100

    private static let servers = ObjectSchema.Key(
        "servers", .list(.text(TextRule(.any, length: 1...191, mayBeSecret: false)), count: 1...10_000, isSet: true),
        example: ["all", "!name:test-*"],
        "the servers: all, identifiers, uuids, name:GLOB or node:NAME; an entry with '!' takes servers out again")

    private static let keyRule = TextRule(.key, length: 1...63)
    private static let key = ValueSchema.text(keyRule)
    private static let count = 0...1_000_000

    private static let formerly = ObjectSchema.Key(
        "formerly", .list(key, count: 0...20, isSet: false),
        "former keys, oldest first: objects on the panel with these keys are updated, not replaced")

    private static func ignore(_ fields: [Field]) -> ObjectSchema.Key {
        .init(
            "ignore", .list(.object(ignoreEntry(fields)), count: 0...fields.count, isSet: false),
            "fields that are left alone on the panel: their names, or mappings with reason and until")
    }
}
