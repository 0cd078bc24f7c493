/// Reads one expression from bytes in a single pass, after a look at the whole.
///
/// Nothing is allocated unless the text is wrong.
struct CronParser {
    let text: UnsafeBufferPointer<UInt8>
    let hash: ((CronField) -> UInt64)?
    /// Whether this only asks if a text is valid, so that errors need no suggestion.
    let isTrial: Bool
    /// The next byte to read.
    var position = 0
    /// The bytes of the field being read.
    var fieldRange = 0..<0

    init(text: UnsafeBufferPointer<UInt8>, hash: ((CronField) -> UInt64)?, isTrial: Bool = false) {
        self.text = text
        self.hash = hash
        self.isTrial = isTrial
    }

    mutating func parse() throws(CronError) -> CronExpression {
        let survey = try survey()
        if text[survey.start] == UInt8(ascii: "@") { return try macro(in: survey) }
        try rejectZonePrefix(in: survey)
        guard survey.fieldCount == 5 else { throw wrongFieldCount(survey) }

        var notes = CronSyntaxNotes()
        let minute = try nextField(.minute, &notes)
        let hour = try nextField(.hour, &notes)
        let dayOfMonth = try nextField(.dayOfMonth, &notes)
        let dayOfMonthRange = fieldRange
        let month = try nextField(.month, &notes)
        let dayOfWeek = try nextField(.dayOfWeek, &notes)

        let days = dayRule(dayOfMonth, dayOfWeek, &notes)
        let months = UInt16(truncatingIfNeeded: month.mask)
        guard days.canFire(in: months) else { throw neverFires(days, months, at: dayOfMonthRange) }
        return CronExpression(
            minutes: minute.mask, hours: UInt32(truncatingIfNeeded: hour.mask), months: months, days: days, notes: notes
        )
    }

    /// Joins the two day fields; see `DayRule`.
    private func dayRule(_ month: ParsedField, _ week: ParsedField, _ notes: inout CronSyntaxNotes) -> DayRule {
        if !month.isWildcard && !week.isWildcard {
            let monthIsFull = month.mask == CronField.dayOfMonth.fullMask
            let weekIsFull = week.mask == CronField.dayOfWeek.fullMask
            if monthIsFull { notes[.dayOfMonth].insert(.writtenOut) }
            if weekIsFull { notes[.dayOfWeek].insert(.writtenOut) }
            if monthIsFull || weekIsFull { return .everyDay }
        }
        return DayRule(
            daysOfMonth: UInt32(truncatingIfNeeded: month.mask), daysOfWeek: UInt8(truncatingIfNeeded: week.mask),
            monthExtension: month.dayExtension, weekExtension: week.dayExtension)
    }

    // MARK: The text as a whole

    struct Survey {
        /// The first byte that is not blank.
        var start: Int
        /// Past the last byte that is not blank.
        var end: Int
        var fieldCount: Int
    }

    /// Counts the fields and rejects bytes that no expression contains, before any of them is read.
    private func survey() throws(CronError) -> Survey {
        var survey = Survey(start: text.count, end: 0, fieldCount: 0)
        var insideField = false
        for (index, byte) in text.enumerated() {
            if Self.isBlank(byte) {
                insideField = false
                continue
            }
            if byte < 0x21 || byte > 0x7E { throw foreignCharacter(at: index) }
            if !insideField {
                insideField = true
                if survey.fieldCount == 0 { survey.start = index }
                survey.fieldCount += 1
            }
            survey.end = index + 1
        }
        guard survey.fieldCount > 0 else { throw empty() }
        return survey
    }

    // MARK: Bytes

    /// The byte at the position, or a blank at the end of the field.
    var current: UInt8 { position < fieldRange.upperBound ? text[position] : UInt8(ascii: " ") }

    var isAtFieldEnd: Bool { position >= fieldRange.upperBound }

    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    /// ASCII letters in upper case; other bytes above 0x60 are of no interest where this is used.
    static func uppercased(_ byte: UInt8) -> UInt8 { isLetter(byte) ? byte & 0xDF : byte }

    /// Moves to the next field and leaves its bytes in `fieldRange`.
    mutating func enterNextField() {
        while position < text.count, Self.isBlank(text[position]) { position += 1 }
        var end = position
        while end < text.count, !Self.isBlank(text[end]) { end += 1 }
        fieldRange = position..<end
    }
}
