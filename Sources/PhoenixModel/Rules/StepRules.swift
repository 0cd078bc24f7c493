/// How manifests write the steps of schedules and of tasks of type `sequence`: what is done, and when it starts.
package enum StepRules {
    /// The name that a countdown gives the command of its step: the time that is left.
    package static let timeLeft = "left"

    /// When a step starts.
    package static let timing: [ObjectSchema.Key] = [
        .init("after", time, example: "4m", "how long after the step before it the step starts; 0 by default"),
        .init("at", time, example: "15m", "when the step starts, counted from the start of all steps"),
        .init(
            "countdown", .list(.integer(1...86_400, in: .duration), count: 1...20, isSet: false),
            example: ["10m", "5m", "1m"], binding: timeLeft,
            "sends the command so long before its end, each time with ${left}; the next step starts at the end"),
    ]

    /// One step of a schedule of a panel.
    package static let scheduleStep = ObjectSchema(
        [
            .init(
                "command", .text(TextRule(.any, length: 1...1_048_576)),
                example: "say The server restarts in a minute",
                "a console command to send, as it is"),
            .init("power", .choice(ScheduleRules.powerSignals), example: "restart", "a power signal to send"),
            .init("backup", .object(backup), example: ["ignored": ["*.log"]], "a backup to create"),
            .init(
                "delete_files",
                .list(.text(TextRule(.line, length: 1...4_096, mayBeSecret: false)), count: 1...1_000, isSet: false),
                example: ["logs/*.gz"], "files to delete; only Pelican can"),
            continueOnFailure,
        ] + timing, exactlyOneOf: actions)

    package static let continueOnFailure = ObjectSchema.Key(
        "continue_on_failure", .boolean, default: false,
        "whether the next steps are done even if this one fails")

    /// The keys of which a step of a schedule has one, which are also what panels call them.
    package static let actions = ScheduleRules.StepAction.allCases.map(\.rawValue)

    private static let time = ValueSchema.integer(0...86_400, in: .duration)

    private static let backup = ObjectSchema([
        .init(
            "ignored",
            .list(.text(TextRule(.line, length: 1...4_096, mayBeSecret: false)), count: 0...1_000, isSet: false),
            "files to exclude")
    ])
}
