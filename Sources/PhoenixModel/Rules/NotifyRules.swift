/// The rules of `notify`: where a panel reports the runs of a service.
package enum NotifyRules {
    package static let shape = Shape.list(.object(entry), count: 0...10, isSet: true)

    package static let entry = ObjectShape([
        .init("type", .choice(["webhook", "discord"]), required: true, "how the message is sent"),
        .init(
            "url", .writeOnlyText(TextRule(.url, length: 1...2_048)), required: true, "where it is sent to; write-only"),
        .init(
            "on", .list(.choice(events), count: 1...events.count, isSet: true),
            default: ["failed", "partial", "missed", "recovered", "stopped"], "the results that are reported"),
    ])

    private static let events = ["succeeded", "failed", "partial", "missed", "recovered", "stopped"]
}
