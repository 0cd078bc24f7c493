/// The slots of the digests in an ownership line of format 1, by their places. It is what stands on panels, and gets no
/// new ones.
package enum FieldPlaces {
    package static let fields: [Field] = [
        .name, .description, .schedule, .timezone, .enabled, .task, .overlap, .misfire, .dependsOn, .notify,
    ]
}
