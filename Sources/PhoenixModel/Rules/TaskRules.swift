/// The rules of `task`: the types a panel can run and the keys of their data.
package enum TaskRules {
    /// `{type, data}` as the API has it.
    package static let schema = schema(sequence(of: step))
    /// The same as manifests write it: the steps of a sequence may say when they start.
    package static let writtenSchema = schema(sequence(of: writtenStep))

    private static func schema(_ sequence: VariantSchema.Case) -> ValueSchema {
        .variant(
            VariantSchema(
                name: "task type", cases: [serverCommand, backup, update, statistics, cleanup, sequence],
                dataKey: "data"))
    }

    private static let servers = ObjectSchema.Key(
        "servers", .list(.text(TextRule(.any, length: 1...191)), count: 1...1_000, isSet: true), required: true,
        "the servers: [all], or identifiers, uuids, name:GLOB or node:NAME")

    /// Days.
    package static let defaultSampleRetention: Int64 = 30

    /// Seconds that one `wait` step may take.
    package static let longestWait: Int64 = 86_400
    /// How many steps a sequence may have.
    package static let stepCount = 50

    private static let globs = ValueSchema.list(.text(TextRule(.glob, length: 1...255)), count: 1...100, isSet: false)

    private static let command = ValueSchema.text(TextRule(.any, length: 1...4_096))

    private static let delayBetween = ObjectSchema.Key(
        "delay_between", .integer(0...3_600, in: .seconds), default: 0,
        "seconds between the end of one server and the start of the next")

    private static let backupKeys: [ObjectSchema.Key] = [
        .init(
            "name", .text(TextRule(.any, length: 0...191)), "the name of the backup; {server} and {date} are replaced"),
        .init("ignored", globs, "files to exclude"),
        .init(
            "keep", .integer(1...1_000), "how many backups of this task to keep; the oldest unlocked ones are deleted"),
        .init("locked", .boolean, default: false, "whether the backup is locked against deletion"),
        .init("wait", .boolean, default: true, "whether to wait until the backup is complete"),
    ]

    private static let serverCommand = VariantSchema.Case(
        type: "server_command",
        schema: ObjectSchema(
            [
                servers,
                .init(
                    "command", command, required: true,
                    "start, stop, restart and kill are power signals; anything else is a console command"),
                delayBetween,
                .init(
                    "mode", .choice(["power", "console"]),
                    "power signal or console command, if the text of the command does not decide it"),
            ], conditions: [.init(where: "mode", is: "power", key: "command", isOneOf: ScheduleRules.powerSignals)]),
        summary: "sends a power signal or a console command")

    private static let backup = VariantSchema.Case(
        type: "backup",
        schema: ObjectSchema([servers] + backupKeys),
        summary: "deletes old backups, creates a new one and waits for it")

    private static let update = VariantSchema.Case(
        type: "update",
        schema: ObjectSchema([
            servers,
            .init("method", .choice(["restart", "reinstall"]), default: "restart", "how the update is installed"),
            .init(
                "variables",
                .map(
                    keys: TextRule(.variableName, length: 1...191), values: .text(TextRule(.any, length: 0...4_096)),
                    count: 0...100),
                "startup variables to set first"),
            .init("backup_first", .boolean, default: false, "whether to create a backup first"),
        ]),
        summary: "sets variables, creates a backup, restarts or reinstalls")

    private static let statistics = VariantSchema.Case(
        type: "statistics",
        schema: ObjectSchema([
            servers,
            .init(
                "metrics", .list(.choice(["cpu", "memory", "disk", "network", "uptime"]), count: 1...5, isSet: true),
                "what to record"),
            .init(
                "retention_days", .integer(1...365), default: .integer(defaultSampleRetention),
                "for how many days the records are kept"),
        ]),
        summary: "records resource use")

    private static let cleanup = VariantSchema.Case(
        type: "cleanup",
        schema: ObjectSchema([
            servers,
            .init("patterns", globs, required: true, "the files to delete"),
            .init(
                "directory", .text(TextRule(.absolutePath, length: 1...4_096)), default: "/",
                "the directory to search; nothing outside it is changed"),
            .init("older_than_days", .integer(0...3_650), "only files at least this old"),
            .init(
                "max_files", .integer(1...100_000), default: 1_000, "the maximum number of files to delete in one run"),
            .init("dry_run", .boolean, default: false, "whether to only report what would be deleted"),
        ]),
        summary: "deletes matching files, never directories")

    private static func sequence(of step: ObjectSchema) -> VariantSchema.Case {
        VariantSchema.Case(
            type: "sequence",
            schema: ObjectSchema([
                servers,
                .init(
                    "steps", .list(.object(step), count: 1...stepCount, isSet: false), required: true,
                    "what is done on each server, one step after the other"),
                delayBetween,
            ]),
            summary: "does several steps one after the other, on each server")
    }

    private static let step = ObjectSchema(stepKeys, exactlyOneOf: stepActions)

    private static let writtenStep = ObjectSchema(stepKeys + StepRules.timing, exactlyOneOf: stepActions)

    private static let stepActions = ["command", "power", "wait", "wait_for", "backup"]

    private static let stepKeys: [ObjectSchema.Key] = [
        .init("command", command, example: "say The server restarts in a minute", "a console command to send"),
        .init("power", .choice(ScheduleRules.powerSignals), example: "restart", "a power signal to send"),
        .init("wait", .integer(1...longestWait, in: .seconds), example: 60, "seconds to wait"),
        .init("wait_for", .object(wantedState), example: ["state": "offline"], "a state of the server to wait for"),
        .init("backup", .object(ObjectSchema(backupKeys)), example: ["keep": 7], "a backup to create"),
        StepRules.continueOnFailure,
    ]

    private static let wantedState = ObjectSchema([
        .init("state", .choice(["running", "offline"]), required: true, "the state to wait for"),
        .init(
            "timeout", .integer(1...86_400, in: .seconds), default: 300, example: 300,
            "seconds after which the step has failed if the server is not in this state"),
    ])
}
