import Cron

/// What was found out about texts in files before.
struct KnownTexts {
    /// More schedules than this are not kept.
    static let scheduleLimit = 50_000

    var schedules: [String: KnownSchedule] = [:]
    /// Names that the zone database has, and that need no warning.
    var zones: Set<String> = []
}

/// What is known of a schedule text that stood in the file before.
struct KnownSchedule {
    /// nil for one with `H`, which each key resolves for itself.
    let canonical: String?
    let warnings: [CronWarning]
}
