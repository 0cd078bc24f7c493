/// The wording of every error, beside its place and its replacement. Nothing here runs for a correct expression.
extension CronParser {
    /// An error over a range of bytes. A suggestion that does not make the whole expression valid becomes words.
    func error(
        _ code: CronError.Code, in field: CronField? = nil, at range: Range<Int>, _ message: String,
        suggesting suggestion: String? = nil, help: @autoclosure () -> String? = nil
    ) -> CronError {
        var error = CronError(
            code: code, field: field, column: scalars(0..<range.lowerBound) + 1, length: scalars(range),
            message: message)
        guard !isTrial else { return error }
        if let suggestion {
            let rewritten = string(0..<range.lowerBound) + suggestion + string(range.upperBound..<text.count)
            if parses(rewritten) { error.suggestion = suggestion } else { error.help = "write '\(suggestion)' here" }
        } else {
            error.help = help()
        }
        return error
    }

    /// The scalars that begin in a range of bytes.
    private func scalars(_ range: Range<Int>) -> Int {
        text[range].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }

    func string(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }

    /// The bytes between quotation marks, cut where they are long.
    func quoted(_ range: Range<Int>) -> String {
        range.count <= 40 ? "'\(string(range))'" : "'\(string(range.prefix(37)))...'"
    }

    /// Whether a rewritten expression is right as a whole, with `H` as in the original.
    func parses(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var parser = CronParser(text: bytes, hash: hash, isTrial: true)
            return (try? parser.parse()) != nil
        }
    }

    // MARK: The expression as a whole

    func empty() -> CronError {
        error(.empty, at: 0..<text.count, "an expression has five fields: \(Self.fieldList)")
    }

    static let fieldList = "minute, hour, day of month, month, day of week"

    func rejectZonePrefix(in survey: Survey) throws(CronError) {
        let initial = text[survey.start]
        guard initial == UInt8(ascii: "T") || initial == UInt8(ascii: "C") else { return }
        var end = survey.start
        while end < survey.end, !Self.isBlank(text[end]) { end += 1 }
        let word = string(survey.start..<end)
        guard word.hasPrefix("TZ=") || word.hasPrefix("CRON_TZ=") else { return }
        while end < survey.end, Self.isBlank(text[end]) { end += 1 }
        let zone = word.split(separator: "=", omittingEmptySubsequences: false)[1]
        let rest = string(end..<survey.end)
        throw error(
            .timezonePrefix, at: survey.start..<survey.end,
            "a time zone is not part of the expression; write it separately, as timezone: \(zone)",
            help: parses(rest) ? "write \"\(rest)\", and separately timezone: \(zone)" : nil)
    }

    func neverFires(_ days: DayRule, _ months: UInt16, at range: Range<Int>) -> CronError {
        let names = CanonicalField.bits(UInt64(months)).map { CronNames.months[$0 - 1] }
        let longest = CanonicalField.bits(UInt64(months)).map(CivilCalendar.longestLength(month:)).max() ?? 0
        return error(
            .neverFires, in: .dayOfMonth, at: range,
            "\(listed(names)) never has a day \(days.lowestDay ?? 0): it has at most \(longest) days")
    }

    // MARK: Characters

    /// A byte that is neither printable ASCII nor a blank.
    ///
    /// Where look-alikes are all that is wrong, the range reaches to the last of them and the suggestion mends it.
    func foreignCharacter(at index: Int) -> CronError {
        let character = ForeignCharacter(at: index, in: text)
        let fieldsBefore = text[..<index].split(whereSeparator: Self.isBlank).count
        let startsField = index == 0 || Self.isBlank(text[index - 1])
        var result = error(
            .unexpectedCharacter, in: CronField(rawValue: startsField ? fieldsBefore : fieldsBefore - 1),
            at: index..<index + character.length,
            "unexpected character \(character.name); fields are plain ASCII, separated by spaces or tabs")
        result.length = 1
        if !isTrial, let (end, replacement) = ForeignCharacter.folding(from: index, in: text),
            parses(string(0..<index) + replacement + string(end..<text.count))
        {
            result.length = scalars(index..<end)
            result.suggestion = replacement
        }
        return result
    }
}
