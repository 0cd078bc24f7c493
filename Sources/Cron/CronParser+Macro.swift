import Diagnostics

extension CronParser {
    /// Reads `@daily` and its kin, in any case.
    func macro(in survey: Survey) throws(CronError) -> CronExpression {
        var end = survey.start
        while end < survey.end, !Self.isBlank(text[end]) { end += 1 }
        let word = survey.start..<end
        guard let fields = Self.lowering(of: word, in: self) else { throw unsupportedMacro(word, in: survey) }
        guard survey.fieldCount == 1 else { throw macroNotAlone(word, in: survey) }
        return try fields.withUTF8Buffer { bytes in
            Result { () throws(CronError) in try CronExpression(utf8: bytes) }
        }.get()
    }

    /// The five fields that a macro stands for.
    private static func lowering(of word: Range<Int>, in parser: CronParser) -> StaticString? {
        if parser.spells("@YEARLY", word) || parser.spells("@ANNUALLY", word) { return "0 0 1 1 *" }
        if parser.spells("@MONTHLY", word) { return "0 0 1 * *" }
        if parser.spells("@WEEKLY", word) { return "0 0 * * 0" }
        if parser.spells("@DAILY", word) || parser.spells("@MIDNIGHT", word) { return "0 0 * * *" }
        if parser.spells("@HOURLY", word) { return "0 * * * *" }
        return nil
    }

    static let macroNames = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"]

    private func unsupportedMacro(_ word: Range<Int>, in survey: Survey) -> CronError {
        let name = string(word).lowercased()
        let whole = survey.start..<survey.end
        switch name {
        case "@every":
            return error(
                .unsupportedMacro, at: whole,
                "@every counts from the start of the scheduler; write the times themselves",
                help: CronInterval(string(word.upperBound..<survey.end))?.help)
        case "@reboot":
            return error(.unsupportedMacro, at: whole, "@reboot is not a time, and panels do not support it")
        default:
            let known = ["@weekdays": "0 0 * * 1-5", "@weekends": "0 0 * * 0,6"][name]
            return error(
                .unsupportedMacro, at: whole,
                "unknown macro \(quoted(word)); there are \(Self.macroNames.joined(separator: ", "))",
                suggesting: name == "@minutely" && survey.fieldCount == 1 ? "* * * * *" : nil,
                help: known.map { "write \"\($0)\" for midnight of those days" }
                    ?? Self.macroNames.closest(to: name).map { "did you mean '\($0)'?" })
        }
    }

    private func macroNotAlone(_ word: Range<Int>, in survey: Survey) -> CronError {
        error(
            .wrongFieldCount, at: survey.start..<survey.end,
            "\(string(word)) stands for all five fields; nothing may follow it", help: "write \(string(word)) alone")
    }
}
