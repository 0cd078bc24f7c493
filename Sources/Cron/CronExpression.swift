/// A five-field cron schedule, parsed and reduced to the sets of values it stands for.
///
/// The dialect is Debian's core with three-letter names, the either-or day rule of POSIX and of the panel, the seven
/// macros, `?`, `H`, and `L`, `nW`, `nL`, `n#k` alone in their field. Reversed ranges, empty elements, signs and dates
/// that never come are errors. A value is a few machine words without references: copying it is free.
///
/// Two expressions are equal when they mean the same, which is when their canonical forms are equal.
package struct CronExpression: Sendable {
    /// Bits 0 to 59.
    let minutes: UInt64
    /// Bits 0 to 23.
    let hours: UInt32
    /// Bits 1 to 12.
    let months: UInt16
    let days: DayRule
    let notes: CronSyntaxNotes
    /// Whether it follows real time through clock changes: minute or hour of the canonical form begins with `*`.
    ///
    /// All others are fixed times of day: they run once for each matching reading of the clock, the first time it is
    /// shown, or at the end of the gap when it is never shown (the rule of Debian's cron(8)).
    package let isWild: Bool

    /// Parses an expression.
    /// - Parameters:
    ///   - text: five fields separated by spaces or tabs, or a macro such as `@daily`.
    ///   - hash: the full 64-bit hash that `H` takes its value from, for a field; nil makes `H` an error.
    /// - Throws: the first error of the text, with its place and, where there is one, a replacement.
    package init(_ text: String, hash: ((CronField) -> UInt64)? = nil) throws(CronError) {
        var text = text
        self = try text.withUTF8 { bytes in
            Result { () throws(CronError) in try CronExpression(utf8: bytes, hash: hash) }
        }.get()
    }

    /// Parses an expression from bytes, without making a string unless it is wrong.
    /// - Parameters:
    ///   - utf8: the text; bytes that are not valid UTF-8 are an error like any other character.
    ///   - hash: the full 64-bit hash that `H` takes its value from, for a field; nil makes `H` an error.
    /// - Throws: the first error of the text, with its place and, where there is one, a replacement.
    package init(utf8: UnsafeBufferPointer<UInt8>, hash: ((CronField) -> UInt64)? = nil) throws(CronError) {
        var parser = CronParser(text: utf8, hash: hash)
        self = try parser.parse()
    }

    init(minutes: UInt64, hours: UInt32, months: UInt16, days: DayRule, notes: CronSyntaxNotes) {
        self.minutes = minutes
        self.hours = hours
        self.months = months
        self.days = days
        self.notes = notes
        isWild =
            CanonicalField.beginsWithStar(minutes, in: .minute)
            || CanonicalField.beginsWithStar(UInt64(hours), in: .hour)
    }
}

extension CronExpression: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        left.minutes == right.minutes && left.hours == right.hours && left.months == right.months
            && left.days == right.days
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(minutes)
        hasher.combine(UInt64(hours) << 16 | UInt64(months))
        hasher.combine(days)
    }
}
