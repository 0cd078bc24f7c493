extension CronParser {
    /// Reads `H`, `L`, `nW`, `nL` or `n#k` if one begins here.
    /// - Returns: false, with nothing read, if the element is an ordinary one.
    /// - Throws: if it is malformed, in the wrong field or not alone.
    mutating func readExtension(of field: CronField, into parsed: inout ParsedField) throws(CronError) -> Bool {
        var end = position
        while end < fieldRange.upperBound, Self.isDigit(text[end]) { end += 1 }
        let digits = end - position
        let letters = end
        while end < fieldRange.upperBound, Self.isLetter(text[end]) { end += 1 }
        let word = letters..<end

        if end < fieldRange.upperBound, text[end] == UInt8(ascii: "#") {
            try readOrdinal(of: field, into: &parsed)
            return true
        }
        guard !word.isEmpty else { return false }
        if digits > 0 { return try readSuffix(word, of: field, into: &parsed) }
        if spells("H", word) {
            try readHash(of: field, into: &parsed)
            return true
        }
        if spells("L", word) || spells("LW", word) || spells("WL", word) || spells("W", word) {
            try readLastDay(word, of: field, into: &parsed)
            return true
        }
        if field == .dayOfWeek, word.count == 4, Self.uppercased(text[word.upperBound - 1]) == UInt8(ascii: "L"),
            name(word.lowerBound..<word.lowerBound + 3, in: field) != nil
        {
            return try readSuffix(word.upperBound - 1..<word.upperBound, of: field, into: &parsed)
        }
        return false
    }

    /// `L`, and the combinations of it that are refused.
    private mutating func readLastDay(
        _ word: Range<Int>, of field: CronField, into parsed: inout ParsedField
    ) throws(CronError) {
        guard field == .dayOfMonth, spells("L", word) else { throw unsupportedLast(word, in: field) }
        try requireAlone("L", word.upperBound, in: field, allowingMinus: false)
        position = word.upperBound
        parsed.dayExtension = .lastDay
    }

    /// `15W` or `5L`: `suffix` is the letter after a number or name at the position.
    private mutating func readSuffix(
        _ suffix: Range<Int>, of field: CronField, into parsed: inout ParsedField
    ) throws(CronError) -> Bool {
        if field == .dayOfMonth, spells("W", suffix) {
            try requireAlone("W", suffix.upperBound, in: field)
            let day = try readValue(of: field)
            parsed.dayExtension = .nearestWeekday(UInt8(truncatingIfNeeded: day.number))
        } else if field == .dayOfWeek, spells("L", suffix) {
            try requireAlone("L", suffix.upperBound, in: field)
            let weekday = try readWeekday(before: suffix.lowerBound)
            parsed.dayExtension = .lastWeekday(weekday)
        } else {
            return false
        }
        position = suffix.upperBound
        return true
    }

    /// `1#2`.
    private mutating func readOrdinal(of field: CronField, into parsed: inout ParsedField) throws(CronError) {
        var sign = position
        while text[sign] != UInt8(ascii: "#") { sign += 1 }
        guard field == .dayOfWeek else {
            position = sign
            throw unexpectedCharacter(in: field)
        }
        guard position == fieldRange.lowerBound else { throw extensionNotAlone("#", in: field) }
        let weekday = try readWeekday(before: sign)
        position = sign + 1
        let start = position
        let ordinal = readNumber()
        guard position > start else { throw badOrdinal(sign..<max(sign + 1, min(sign + 2, fieldRange.upperBound))) }
        guard (1...5).contains(ordinal) else { throw badOrdinal(start..<position) }
        guard isAtFieldEnd else {
            throw current == UInt8(ascii: ",") ? extensionNotAlone("#", in: field) : unexpectedCharacter(in: field)
        }
        parsed.dayExtension = .nthWeekday(weekday, ordinal: UInt8(truncatingIfNeeded: ordinal))
    }

    /// A weekday that ends right before `end`, with Sunday as 0.
    private mutating func readWeekday(before end: Int) throws(CronError) -> UInt8 {
        let outer = fieldRange
        fieldRange = position..<end
        defer { fieldRange = outer }
        let value = try readValue(of: .dayOfWeek)
        guard position == end else {
            fieldRange = outer
            throw unexpectedCharacter(in: .dayOfWeek)
        }
        return UInt8(truncatingIfNeeded: value.number % 7)
    }

    /// Checks that the extension that ends at `end` is the whole field.
    func requireAlone(
        _ name: String, _ end: Int, in field: CronField, allowingMinus: Bool = true
    ) throws(CronError) {
        let begins = position == fieldRange.lowerBound
        if begins, end == fieldRange.upperBound { return }
        if begins, text[end] == UInt8(ascii: "-"), !allowingMinus {
            throw unsupportedLast(fieldRange, in: field)
        }
        throw extensionNotAlone(name, in: field)
    }

    /// `H`, `H/n`, `H(a-b)` or `H(a-b)/n`.
    private mutating func readHash(of field: CronField, into parsed: inout ParsedField) throws(CronError) {
        guard let hash, field != .month else { throw hashNotAllowed(in: field) }
        guard position == fieldRange.lowerBound else { throw extensionNotAlone("H", in: field) }
        position += 1
        var range = field == .dayOfMonth ? 1...28 : field.cycle
        if current == UInt8(ascii: "(") {
            position += 1
            let start = position
            let first = try readValue(of: field)
            guard current == UInt8(ascii: "-") else { throw unexpectedCharacter(in: field) }
            position += 1
            let last = try readValue(of: field)
            guard current == UInt8(ascii: ")") else { throw unexpectedCharacter(in: field) }
            range = try self.range(first, last, step: nil, in: field, from: start)
            position += 1
            if range == 0...7, field == .dayOfWeek { range = 0...6 }
            if field == .dayOfMonth, range.upperBound > 28 { parsed.flags.insert(.hashBeyond28) }
        }
        let step = try readStep(in: field)
        guard isAtFieldEnd else {
            throw current == UInt8(ascii: ",") ? extensionNotAlone("H", in: field) : unexpectedCharacter(in: field)
        }
        let choices = min(step ?? range.count, range.count)
        let low = range.lowerBound + Int(truncatingIfNeeded: hash(field) % UInt64(choices))
        guard let step else {
            parsed.mask = 1 &<< UInt64(low)
            return
        }
        parsed.mask = CanonicalField.mask(from: low, through: range.upperBound, step: step)
        if step > 1, step >= range.count {
            parsed.flags.insert(.stepBeyondRange)
            parsed.step = step
        }
    }

    /// Whether the bytes are `word`, in any case; `word` is upper case ASCII.
    func spells(_ word: StaticString, _ range: Range<Int>) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { expected in
            for (offset, byte) in expected.enumerated()
            where Self.uppercased(text[range.lowerBound + offset]) != byte {
                return false
            }
            return true
        }
    }
}
