/// The rules of `notify`: where a panel reports the runs of a service.
package enum NotifyRules {
    package static let shape = Shape.list(entry, count: 0...10, isSet: true)

    package static let entry = Shape.variant(
        VariantShape(
            name: "notification type",
            cases: [
                .init(
                    type: "webhook", shape: ObjectShape([url, secret, on], identity: ["url"]),
                    summary: "posts JSON to an address"),
                .init(
                    type: "discord", shape: ObjectShape([url, on]), summary: "posts to a Discord channel"),
            ],
            dataKey: nil))

    private static let url = ObjectShape.Key(
        "url", .writeOnlyText(TextRule(.url, length: 1...2_048)), required: true, "where it is sent; write-only")

    private static let secret = ObjectShape.Key(
        "secret", .writeOnlyText(TextRule(.signingKey, length: 1...255)),
        "the key that messages are signed with, of 16 to 255 bytes; write-only")

    private static let on = ObjectShape.Key(
        "on", .list(.choice(events), count: 1...events.count, isSet: true),
        default: .list(standard.map(Value.string)), "the results that are reported")

    private static let standard = ["failed", "partial", "missed", "recovered", "stopped"]

    /// What is reported where an entry does not say what.
    package static let standardEvents = Set(standard)

    private static let events = ["succeeded", "failed", "partial", "missed", "recovered", "stopped"]
}
