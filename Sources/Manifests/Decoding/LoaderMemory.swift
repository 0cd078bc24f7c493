/// What one worker keeps from file to file: room to read into, and texts that come again.
struct LoaderMemory {
    var arena = NodeArena()
    var known = KnownTexts()
}

/// What was found out about texts in files before.
struct KnownTexts {
    /// More schedules than this are not kept.
    static let scheduleLimit = 50_000

    var schedules: [String: KnownSchedule] = [:]
    /// Names that the zone database has.
    var zones: Set<String> = []
}
