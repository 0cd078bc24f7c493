/// The rules of schedules that the panels run themselves, as every panel of the family has them.
package enum ScheduleRules {
    /// The most tasks that a schedule has where nobody has raised the panel's limit, which no panel tells.
    package static let stepLimit = 10
    /// The most seconds from one task to the next.
    package static let longestGap: Int64 = 900
    /// The power signals. Panels store any other text, and fail when the schedule runs.
    package static let powerSignals = ["start", "stop", "restart", "kill"]
    /// The most bytes of a command that panels keep; what is beyond they drop without a word.
    package static let payloadSize = 65_535
    /// The most Unicode scalars of a name with its marker, on panels that say nothing else.
    package static let nameLength = 191

    /// What a task of the panel does. `delete_files` is known to some panels alone.
    package enum StepAction: String, Sendable, Hashable, CaseIterable {
        case command, power, backup
        case deleteFiles = "delete_files"
    }

    /// The tasks in their order, as the panel counts: the offset of each is from the one before it.
    package static let steps = ValueSchema.list(.object(step), count: 1...stepLimit, isSet: false)

    private static let step = ObjectSchema(
        [
            .init(
                "action", .choice(StepAction.allCases.map(\.rawValue)), required: true,
                "command, power, backup or delete_files"),
            .init(
                "payload", .text(TextRule(.any, length: 0...payloadSize)), default: "",
                "the command, the power signal, or the files, one a line"),
            .init(
                "offset", .integer(0...longestGap, in: .seconds), default: 0,
                "seconds after the start of the step before"),
            .init(
                "continue_on_failure", .boolean, default: false,
                "whether the next steps are done even if this one fails"),
        ],
        conditions: [.init(where: "action", is: StepAction.power.rawValue, key: "payload", isOneOf: powerSignals)])
}
