/// The rows of the table.
extension FieldStorage {
    package var definition: FieldDefinition {
        switch self {
        case .name:
            FieldDefinition(
                "name", of: ObjectKind.allCases, form: .text, schema: .text(ServiceRules.name), documented: true,
                slot: "n", summary: "the name on the panel; the key by default",
                serviceSummary: "the name on the panel, which identifies the service; the key by default")
        case .description:
            FieldDefinition(
                "description", of: ObjectKind.services, form: .text, schema: .text(ServiceRules.description),
                default: "", documented: true, slot: "d", summary: "a description for people")
        case .schedule:
            FieldDefinition(
                "schedule", of: [.scheduled, .native], form: .schedule, schema: .text(ServiceRules.schedule),
                documented: true, slot: "s",
                summary: "when it runs: five cron fields, or a macro such as @daily; H is a value derived from the key"
            )
        case .timezone:
            FieldDefinition(
                "timezone", of: [.scheduled, .native], form: .timeZone, schema: .text(TextRule(.any, length: 1...64)),
                default: "UTC",
                slot: "tz", lack: "schedules run in UTC",
                summary: "the time zone of the schedule: an IANA name such as Europe/Berlin")
        case .enabled:
            FieldDefinition(
                "enabled", of: ObjectKind.allCases, form: .boolean, schema: .boolean, default: true, documented: true,
                slot: "en", summary: "whether the task is enabled",
                serviceSummary: "whether the service is enabled; not managed if left out")
        case .task:
            FieldDefinition(
                "task", form: .tree, schema: TaskRules.schema, documented: true, slot: "t",
                summary: "what the task does: a type and its data")
        case .overlap:
            FieldDefinition(
                "overlap", form: .word, schema: .choice(ServiceRules.overlaps), default: "skip", slot: "ov",
                lack: "the panel decides what happens if the previous run is still in progress",
                summary: "what happens to a run that is due while the previous run is still in progress")
        case .misfire:
            FieldDefinition(
                "misfire", form: .word, schema: .choice(ServiceRules.misfires), default: "skip", slot: "mf",
                lack: "the panel decides what happens to missed runs",
                summary: "what happens to a run that was missed because the scheduler was not running")
        case .timeout:
            FieldDefinition(
                "timeout", form: .integer, schema: .integer(ServiceRules.timeout, in: .seconds),
                default: .integer(ServiceRules.defaultTimeout), slot: "to",
                lack: "the panel decides how long a run may take", summary: "the number of seconds that a run may take")
        case .dependsOn:
            FieldDefinition(
                "depends_on", of: ObjectKind.services, form: .dependencies,
                schema: .list(
                    .text(TextRule(.any, length: 1...64)), count: ServiceRules.dependencyCount, isSet: true),
                default: [], slot: "dep",
                lack: "the order of writes follows the files, but runs ignore the dependencies",
                summary: "keys of the services and tasks of this project that it depends on")
        case .notify:
            FieldDefinition(
                "notify", of: ObjectKind.services, form: .notifications, schema: NotifyRules.schema, default: [],
                slot: "nt", lack: "nobody is notified about runs",
                summary: "names of the notifications that report the runs")
        case .config:
            FieldDefinition(
                "config", of: [.system], form: .tree, schema: ConfigRules.schema, default: [:], slot: "cf",
                lack: "services are not configured or probed as declared",
                summary: "settings of the service; `probe` says how its health is checked")
        }
    }
}
