/// The rows that only the schedules of servers have.
extension FieldDefinition {
    static let native = [onlyWhenOnline, steps]

    static let onlyWhenOnline = FieldDefinition(
        "only_when_online", of: [.native], form: .boolean, schema: .boolean, default: false, documented: true,
        slot: "oo", summary: "whether it runs only while the server is online")

    static let steps = FieldDefinition(
        "steps", of: [.native], form: .tree, schema: ScheduleRules.steps, documented: true, slot: "st",
        summary: "what the panel does on the server, one step after the other")
}
