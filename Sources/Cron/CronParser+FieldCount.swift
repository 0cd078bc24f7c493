/// What a text that has not five fields was meant to be. Nothing here runs for a correct expression.
///
/// Six fields begin with seconds (Quartz, Spring) or end with a year (AWS); both may take `?`, which stands only for a
/// day. Quartz and AWS count weekdays from Sunday as 1, the others from Sunday as 0.
extension CronParser {
    func wrongFieldCount(_ survey: Survey) -> CronError {
        let whole = survey.start..<survey.end
        let words = string(whole).split { $0 == " " || $0 == "\t" }.map(String.init)
        let found = "found \(words.count) \(words.count == 1 ? "field" : "fields")"
        let meant = isTrial ? nil : fiveFields(of: words)
        return error(
            .wrongFieldCount, at: whole, "expected five fields (\(Self.fieldList)), \(found)", suggesting: meant,
            help: readings(of: words))
    }

    /// The five fields or the macro, where nothing else can be meant.
    private func fiveFields(of words: [String]) -> String? {
        if words.count == 1 { return Self.macroNames.first { $0.dropFirst() == words[0].lowercased() } }
        guard words.count > 5 else { return nil }
        let first = Array(words.prefix(5))
        if isCommand(words[5]) { return parses(joined(first)) ? joined(first) : nil }
        guard words.count <= 7, words.count == 6 || words[6] == "*" else { return nil }
        let withoutSeconds = Array(words[1...5])
        let canBeSeconds = words[0] == "0" && parses(joined(withoutSeconds))
        let canBeYear = (words[5] == "*" || words.count == 6 && isYear(words[5])) && parses(joined(first))
        if canBeSeconds && !canBeYear && meansTheSame(withoutSeconds) { return joined(withoutSeconds) }
        let isOfAWS =
            words.count == 6 && canBeYear && !canBeSeconds && words[5] == "*" && (first[2] == "?" || first[4] == "?")
        return isOfAWS && meansTheSame(first) ? joined(first) : nil
    }

    /// Whether all dialects agree on the days: no weekday is a number, and not both day fields are restricted, which
    /// some dialects read as either and others as both.
    private func meansTheSame(_ fields: [String]) -> Bool {
        let isFree = { (field: String) in field == "*" || field == "?" }
        return !fields[4].utf8.contains(where: Self.isDigit) && (isFree(fields[2]) || isFree(fields[4]))
    }

    private func isYear(_ word: String) -> Bool { word.utf8.count >= 4 && word.utf8.allSatisfy(Self.isDigit) }

    /// Whether a word is not a field of any dialect but the begin of a command, or the user that it runs as.
    private func isCommand(_ word: String) -> Bool {
        let isNumeric = word.utf8.allSatisfy { Self.isDigit($0) || "*/,-?#LW".utf8.contains($0) }
        let isNamed = parses("* * * \(word) *") || parses("* * * * \(word)")
        return !isNumeric && !isNamed
    }

    /// What to write for each way to read more than five fields.
    private func readings(of words: [String]) -> String? {
        guard (6...7).contains(words.count) else { return nil }
        var readings: [String] = []
        let withoutSeconds = Array(words[1...5])
        if parses(joined(withoutSeconds)) {
            readings.append("\"\(joined(withoutSeconds))\" if the first field is seconds")
        }
        let first = Array(words.prefix(5))
        if words.count == 6, parses(joined(first)) {
            readings.append("\"\(joined(first))\" if the last field is a year")
        }
        guard !readings.isEmpty else { return nil }
        let weekdays = words.suffix(2).contains { !isYear($0) && $0.utf8.contains(where: Self.isDigit) }
        return "write " + readings.joined(separator: " or ")
            + (weekdays ? "; weekday 1 is Monday here, but Sunday in Quartz and AWS" : "")
    }

    private func joined(_ fields: [String]) -> String { fields.joined(separator: " ") }
}
