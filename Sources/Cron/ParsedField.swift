/// One field as read: its set, and what the day rule and the warnings need to know of its spelling.
struct ParsedField {
    /// One bit for each value; Sunday is 0.
    ///
    /// Empty where `dayExtension` stands.
    var mask: UInt64 = 0
    /// Whether a `*`, `*/1` or `?` stands in it.
    var isWildcard = false
    var dayExtension: DayExtension?
    var flags: CronSyntaxNotes.Flags = []
    var step = 0
}
