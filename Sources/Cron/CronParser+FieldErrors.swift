import Diagnostics

/// The wording of the errors inside one field. Nothing here runs for a correct expression.
extension CronParser {
    private func allowed(_ field: CronField) -> String {
        let range = "\(field.name) takes \(field.allowed.lowerBound) to \(field.allowed.upperBound)"
        return switch field {
        case .month: range + " or JAN to DEC"
        case .dayOfWeek: range + " or SUN to SAT"
        default: range
        }
    }

    // MARK: Characters and elements

    /// The printable character at the position, which no element continues with.
    func unexpectedCharacter(in field: CronField) -> CronError {
        guard !isAtFieldEnd else {
            return error(.unexpectedCharacter, in: field, at: position..<position, "\(field.name) is incomplete here")
        }
        if current == UInt8(ascii: "~") { return randomRange(in: field) }
        if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") {
            return error(
                .unexpectedCharacter, in: field, at: position..<position + 1,
                "unexpected \(quoted(position..<position + 1)) in \(field.name): values have no sign")
        }
        return error(
            .unexpectedCharacter, in: field, at: position..<position + 1,
            "unexpected \(quoted(position..<position + 1)) in \(field.name) \(quoted(fieldRange))")
    }

    private func randomRange(in field: CronField) -> CronError {
        let bounds = string(fieldRange).split(separator: "~", omittingEmptySubsequences: false).map(String.init)
        let replacement = bounds.count == 2 && hash != nil ? "H(\(bounds[0])-\(bounds[1]))" : nil
        let usable = replacement.flatMap { text in
            let others = CronField.allCases.map { $0 == field ? text : "*" }.joined(separator: " ")
            return (try? CronExpression(others, hash: hash)) == nil ? nil : text
        }
        return error(
            .randomRange, in: field, at: fieldRange,
            "a '~' range is chosen again at every load; H picks one value that stays the same",
            help: usable.map { "write '\($0)' for one value that stays the same" })
    }

    func emptyElement(in field: CronField) -> CronError {
        let elements = string(fieldRange).split(separator: ",")
        return error(
            .emptyElement, in: field, at: fieldRange,
            "the list \(quoted(fieldRange)) of \(field.name) has an empty element",
            help: elements.isEmpty ? nil : "write '\(elements.joined(separator: ","))' if nothing is missing")
    }

    func missingValue(in field: CronField) -> CronError {
        error(
            .emptyElement, in: field, at: position..<position,
            "the range in \(field.name) has no end in \(quoted(fieldRange))")
    }

    func misplacedQuestionMark(in field: CronField) -> CronError {
        error(
            .unexpectedCharacter, in: field, at: position..<position + 1,
            "'?' is allowed only in day of month and day of week, not in \(field.name)",
            help: "write '*' for every \(field.name)")
    }

    // MARK: Values and ranges

    func outOfRange(_ range: Range<Int>, in field: CronField) -> CronError {
        error(
            .valueOutOfRange, in: field, at: range,
            "\(field.name) \(string(range.prefix(24))) is out of range: \(allowed(field))")
    }

    func unknownName(_ range: Range<Int>, in field: CronField) -> CronError {
        let word = string(range)
        if let other = [CronField.month, .dayOfWeek].first(where: { $0 != field && name(range, in: $0) != nil }) {
            return error(
                .unknownName, in: field, at: range,
                "\(quoted(range)) is a \(other.name), not a \(field.name): \(allowed(field))")
        }
        let names = CronNames.full(of: field)
        let hint = names.isEmpty ? "" : "; names are the first three letters in English"
        let closest = meantName(word, in: field) ?? (names + names.map(CronNames.short)).closest(to: word)
        var result = error(
            .unknownName, in: field, at: range, "unknown name \(quoted(range)): \(allowed(field))\(hint)",
            help: closest.map { "did you mean '\(CronNames.short($0))'?" })
        if !isTrial, let (end, replacement) = spellingNames(from: range.lowerBound, in: field) {
            result.length = string(range.lowerBound..<end).unicodeScalars.count
            result.suggestion = replacement
            result.help = nil
        }
        return result
    }

    /// The full name that a word of three letters or more begins, such as that of `tues`.
    private func meantName(_ word: String, in field: CronField) -> String? {
        guard word.utf8.count >= 3 else { return nil }
        let begun = CronNames.full(of: field).filter { $0.lowercased().hasPrefix(word.lowercased()) }
        return begun.count == 1 ? begun[0] : nil
    }

    /// The text from the first to past the last name of the field that is written too long, with three letters each;
    /// nil where another word stays, or the expression is still wrong.
    private func spellingNames(from start: Int, in field: CronField) -> (end: Int, replacement: String)? {
        var replacement = ""
        var end = start
        var index = start
        var between = start
        while index < fieldRange.upperBound {
            guard Self.isLetter(text[index]) else {
                index += 1
                continue
            }
            let word = index
            while index < fieldRange.upperBound, Self.isLetter(text[index]) { index += 1 }
            if name(word..<index, in: field) != nil { continue }
            guard let meant = meantName(string(word..<index), in: field) else { return nil }
            replacement += string(between..<word) + CronNames.short(meant)
            between = index
            end = index
        }
        return parses(string(0..<start) + replacement + string(end..<text.count)) ? (end, replacement) : nil
    }

    /// A range whose end comes before its start: the suggestion is what it would mean around the end of the field.
    func reversedRange(
        _ first: Value, _ last: Value, step: Int?, in field: CronField, from start: Int
    ) -> CronError {
        let cycle = field.cycle
        // 7 is Sunday, so a range that starts there is one from 0.
        let low = first.number > cycle.upperBound ? cycle.lowerBound : first.number
        var suggestion: String
        if let step, step > 1 {
            let span = last.number - low + (last.number < low ? cycle.count : 0)
            let values = stride(from: low, through: low + span, by: step).map {
                String(cycle.lowerBound + ($0 - cycle.lowerBound) % cycle.count)
            }
            suggestion = values.joined(separator: ",")
        } else {
            let usesNames = first.isName || last.isName
            func spelled(_ value: Int) -> String {
                usesNames ? CronNames.short(CronNames.full(of: field)[value - cycle.lowerBound]) : String(value)
            }
            func run(_ low: Int, _ high: Int) -> String {
                low == high ? spelled(low) : "\(spelled(low))-\(spelled(high))"
            }
            suggestion =
                low <= last.number
                ? run(low, last.number)
                : run(low, cycle.upperBound) + "," + run(cycle.lowerBound, last.number)
        }
        if text[..<start].last == UInt8(ascii: "(") { suggestion = "" }
        return error(
            .reversedRange, in: field, at: start..<position,
            "the range \(quoted(start..<position)) of \(field.name) ends before it begins",
            suggesting: suggestion.isEmpty ? nil : suggestion)
    }

    // MARK: Steps

    func badStep(_ slash: Int, in field: CronField) -> CronError {
        var end = slash + 1
        while end < fieldRange.upperBound, text[end] != UInt8(ascii: ",") { end += 1 }
        let found = end == slash + 1 ? "nothing" : quoted(slash + 1..<end)
        return error(
            .badStep, in: field, at: slash + 1..<end,
            "the step of \(field.name) must be a number of at least 1, not \(found)")
    }

    func zeroStep(_ range: Range<Int>, in field: CronField) -> CronError {
        error(.badStep, in: field, at: range, "the step of \(field.name) must be at least 1, not 0")
    }

    // MARK: Extensions

    func extensionNotAlone(_ name: String, in field: CronField) -> CronError {
        error(
            .extensionNotAlone, in: field, at: fieldRange,
            "'\(name)' must be the whole field, not part of \(quoted(fieldRange))")
    }

    func badOrdinal(_ range: Range<Int>) -> CronError {
        error(
            .valueOutOfRange, in: .dayOfWeek, at: range,
            "the number after '#' is the week of the month, from 1 to 5; found \(quoted(range))")
    }

    /// `LW`, `L-3`, a lone `L` in day of week, and letters of extensions in fields that have none.
    func unsupportedLast(_ range: Range<Int>, in field: CronField) -> CronError {
        let message =
            switch field {
            case .dayOfMonth where spells("LW", range):
                "'LW' is not supported, because panels compute wrong days for it; L is the last day of the month"
            case .dayOfMonth where spells("W", range) || spells("WL", range):
                "'W' needs a day of the month, as in 15W"
            case .dayOfMonth:
                "\(quoted(range)) is not supported: only L by itself is, the last day of the month"
            case .dayOfWeek where spells("L", range):
                "'L' in day of week needs a weekday, as in 5L for the last Friday of the month"
            default:
                "\(quoted(range)) has no meaning in \(field.name): \(allowed(field))"
            }
        let code: CronError.Code = field == .dayOfMonth || field == .dayOfWeek ? .unsupportedExtension : .unknownName
        return error(code, in: field, at: range, message)
    }

    func hashNotAllowed(in field: CronField) -> CronError {
        let message =
            field == .month
            ? "H is not allowed for the month: a task would run in only one month of the year"
            : "H is derived from the key of a task; give a key or write a number"
        return error(.hashNotAllowed, in: field, at: fieldRange, message)
    }
}
