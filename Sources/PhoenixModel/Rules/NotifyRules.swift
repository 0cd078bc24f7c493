/// The rules of `notify`: where a panel reports the runs of a service.
package enum NotifyRules {
    package static let schema = ValueSchema.list(entry, count: 0...10, isSet: true)

    package static let entry = ValueSchema.variant(
        VariantSchema(
            name: "notification type",
            cases: [
                .init(
                    type: "webhook", schema: ObjectSchema([url, secret, on], identity: ["url"]),
                    summary: "posts JSON to an address"),
                .init(
                    type: "discord", schema: ObjectSchema([url, on]), summary: "posts to a Discord channel"),
            ],
            dataKey: nil))

    private static let url = ObjectSchema.Key(
        "url", .writeOnlyText(TextRule(.url, length: 1...2_048)), required: true, "where it is sent; write-only")

    private static let secret = ObjectSchema.Key(
        "secret", .writeOnlyText(TextRule(.signingKey, length: 1...255)),
        "the key that messages are signed with, of 16 to 255 bytes; write-only")

    private static let on = ObjectSchema.Key(
        "on", .list(.choice(events), count: 1...events.count, isSet: true),
        default: .list(standard.map(Value.string)), "the results that are reported")

    private static let standard = ["failed", "partial", "missed", "recovered", "stopped"]

    /// What is reported where an entry does not say what.
    package static let standardEvents = Set(standard)

    private static let events = ["succeeded", "failed", "partial", "missed", "recovered", "stopped"]
}
