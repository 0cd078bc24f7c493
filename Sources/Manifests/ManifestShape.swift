package import PhoenixModel

/// The known keys of a manifest: the one source for the loader, for the JSON schema and for `phoenix explain`.
///
/// Beyond what a shape says: the keys of `tasks` may hold `${…}`, and so may every text and, as the whole scalar,
/// every number and boolean; an entry of `notify` is the name of one in `notifications`, an entry of `depends_on` the
/// key of a task or service; a schedule is cron text and a time zone is an IANA name. A key whose value is empty or
/// `null` is absent.
package enum ManifestShape {
    /// One document of a file.
    package static let document = ObjectShape([
        .init(
            "project", key, default: "default",
            "the owner of everything below; one run holds one project, and a file that names none joins it"),
        .init(
            "project_formerly", .list(key, count: 0...20, isSet: true),
            "names that the project had before; what it owns under them on the panel is taken over"),
        .init(
            "defaults", .object(defaults),
            "values for the tasks of this file, which a task's own value overrides"),
        .init(
            "notifications", .map(keys: keyRule, values: .object(notification), count: 0...1_000),
            "places to report runs to, by the names that `notify` gives; known to every file of the run"),
        .init(
            "services", .map(keys: keyRule, values: .object(service), count: count),
            "system services of the panel, by key: only what is written of them is managed"),
        .init(
            "tasks", .map(keys: keyRule, values: .object(task), count: count),
            "scheduled tasks, by key: a task is created, updated and kept as written"),
    ])

    /// What a task may leave to its file. That a task is off, protected or waits for others stands with the task.
    package static let defaults = ObjectShape([timezone, notify, overlap, misfire, timeout])

    /// One entry of `notifications`.
    package static let notification = NotifyRules.entry

    /// One entry of `services`.
    package static let service = ObjectShape([
        .init(
            "name", .text(ServiceRules.name),
            "the name on the panel, by which the service is found; the key when left out"),
        .init("description", .text(ServiceRules.description), "a text for people"),
        .init("enabled", .boolean, "whether the service is on; left as it is when not written"),
        .init("config", ConfigRules.shape, "settings of the service; `probe` says how its health is found out"),
        dependsOn, notify, formerly, ignore(.system),
    ])

    /// One entry of `tasks`.
    package static let task = ObjectShape([
        .init("name", .text(ServiceRules.name), "the name on the panel; the key when left out"),
        .init("description", .text(ServiceRules.description), default: "", "a text for people"),
        .init(
            "schedule", .text(ServiceRules.schedule), required: true,
            "when it runs, as five cron fields or a macro such as @daily; H is a value chosen from the key"),
        timezone,
        .init("enabled", .boolean, default: true, "whether it runs at all"),
        .init("task", TaskRules.shape, required: true, "what it does: a type and its data"),
        overlap, misfire, timeout, dependsOn, notify,
        .init(
            "protect", .boolean, default: false,
            "whether it is kept from deletion, even after its block is removed here"),
        formerly, ignore(.scheduled),
        .init(
            "for_each",
            .map(
                keys: TextRule(.identifier, length: 1...63),
                values: .list(.text(TextRule(.any, length: 1...191)), count: 1...1_000, isSet: false), count: 1...8),
            "makes one task of every combination of the values; ${name} stands for the value in the key and below"),
    ])

    /// One entry of `ignore`; the name of a field alone stands for a mapping with that `field`.
    package static func ignoreEntry(_ kind: ObjectKind) -> ObjectShape {
        ObjectShape(
            [
                .init(
                    "field", .choice(Field.all(of: kind).map(\.rawValue)), required: true,
                    "the field that is left as it is on the panel"),
                .init("reason", .text(TextRule(.any, length: 1...1_000)), "why, for those who come later"),
                .init(
                    "until", .text(TextRule(.date, length: 10...10)),
                    "the last day on which it counts (UTC); afterwards it is reported as expired"),
            ],
            shorthand: "field")
    }

    private static let keyRule = TextRule(.key, length: 1...63)
    private static let key = Shape.text(keyRule)
    private static let count = 0...1_000_000

    private static let timezone = ObjectShape.Key(
        "timezone", .text(TextRule(.any, length: 1...64)), default: "UTC",
        "the time zone of the schedule, an IANA name such as Europe/Berlin")

    private static let overlap = ObjectShape.Key(
        "overlap", .choice(ServiceRules.overlaps), default: "skip",
        "what happens to a run that is due while the one before still goes on")

    private static let misfire = ObjectShape.Key(
        "misfire", .choice(ServiceRules.misfires), default: "skip",
        "what happens to a run that was missed because nothing could start it")

    private static let timeout = ObjectShape.Key(
        "timeout", .integer(ServiceRules.timeout), default: .integer(ServiceRules.defaultTimeout),
        "seconds that a run may take")

    private static let dependsOn = ObjectShape.Key(
        "depends_on", .list(key, count: ServiceRules.dependencyCount, isSet: true), default: [],
        "keys of the services and tasks of this project that it depends on")

    private static let notify = ObjectShape.Key(
        "notify", .list(key, count: 0...10, isSet: true), default: [],
        "names of the notifications that report its runs")

    private static let formerly = ObjectShape.Key(
        "formerly", .list(key, count: 0...20, isSet: false),
        "keys it had before, oldest first: what is on the panel under them is updated, not replaced")

    private static func ignore(_ kind: ObjectKind) -> ObjectShape.Key {
        .init(
            "ignore", .list(.object(ignoreEntry(kind)), count: 0...Field.all(of: kind).count, isSet: false),
            "fields that are left alone on the panel: their names, or mappings with reason and until")
    }
}
