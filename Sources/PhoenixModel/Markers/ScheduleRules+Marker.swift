extension ScheduleRules {
    /// How many characters phoenix adds to the name of a schedule: ` {phx skyblock/nightly-restart 1.x4QzpaB2kLmN9oP}`.
    package static func markerLength(project: String, key: String, hasSecrets: Bool, isProtected: Bool) -> Int {
        let digests = 15 + (hasSecrets ? 1 : 0) + (isProtected ? 1 : 0)
        return " {phx / 1.}".utf8.count + project.utf8.count + key.utf8.count + digests
    }
}
