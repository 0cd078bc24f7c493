extension CronParser {
    mutating func nextField(_ field: CronField, _ notes: inout CronSyntaxNotes) throws(CronError) -> ParsedField {
        enterNextField()
        var parsed = ParsedField()
        let beginsWithStar = current == UInt8(ascii: "*")
        var isFirst = true
        repeat {
            if !isFirst { position += 1 }
            let hadWildcard = parsed.isWildcard
            try readElement(of: field, into: &parsed)
            if !isFirst, !hadWildcard, parsed.isWildcard { parsed.flags.insert(.lateStar) }
            isFirst = false
        } while !isAtFieldEnd && current == UInt8(ascii: ",")
        guard isAtFieldEnd else { throw unexpectedCharacter(in: field) }

        if field == .dayOfWeek { parsed.mask = (parsed.mask | parsed.mask &>> 7) & 0x7F }
        if beginsWithStar, !parsed.isWildcard { parsed.flags.insert(.starPrefix) }
        notes[field] = parsed.flags
        notes.setStep(parsed.step, for: field)
        return parsed
    }

    private mutating func readElement(of field: CronField, into parsed: inout ParsedField) throws(CronError) {
        let start = position
        switch current {
        case UInt8(ascii: "*"):
            position += 1
            let step = try readStep(in: field)
            if step == nil || step == 1 { parsed.isWildcard = true }
            add(field.cycle, step: step ?? 1, isWhole: true, in: field, to: &parsed)
        case UInt8(ascii: "?"):
            try readQuestionMark(of: field, into: &parsed)
        case UInt8(ascii: ","):
            throw emptyElement(in: field)
        case _ where isAtFieldEnd:
            throw emptyElement(in: field)
        case let byte where Self.isDigit(byte) || Self.isLetter(byte):
            if try readExtension(of: field, into: &parsed) { return }
            try readValues(of: field, from: start, into: &parsed)
        default:
            throw unexpectedCharacter(in: field)
        }
    }

    /// `n`, `n/step`, `a-b` or `a-b/step`.
    private mutating func readValues(
        of field: CronField, from start: Int, into parsed: inout ParsedField
    ) throws(CronError) {
        let first = try readValue(of: field)
        guard current == UInt8(ascii: "-") else {
            guard let step = try readStep(in: field) else {
                parsed.mask |= 1 &<< UInt64(first.number)
                return
            }
            parsed.flags.insert(.openStep)
            let low = first.number > field.cycle.upperBound ? 0 : first.number
            add(low...field.cycle.upperBound, step: step, isWhole: true, in: field, to: &parsed)
            return
        }
        position += 1
        let last = try readValue(of: field)
        let step = try readStep(in: field)
        let range = try self.range(first, last, step: step, in: field, from: start)
        add(range, step: step ?? 1, isWhole: false, in: field, to: &parsed)
    }

    /// The range between two values as written; an end of Sunday after a larger start is 7.
    func range(
        _ first: Value, _ last: Value, step: Int?, in field: CronField, from start: Int
    ) throws(CronError) -> ClosedRange<Int> {
        let high = field == .dayOfWeek && last.number == 0 && first.number > 0 ? 7 : last.number
        guard first.number <= high else {
            throw reversedRange(first, last, step: step, in: field, from: start)
        }
        return first.number...high
    }

    /// Adds every `step`th value; `isWhole` says that the range ends where the field does.
    func add(
        _ range: ClosedRange<Int>, step: Int, isWhole: Bool, in field: CronField, to parsed: inout ParsedField
    ) {
        parsed.mask |= CanonicalField.mask(from: range.lowerBound, through: range.upperBound, step: step)
        guard step > 1 else { return }
        if step > range.upperBound - range.lowerBound {
            parsed.flags.insert(.stepBeyondRange)
            parsed.step = step
        } else if isWhole, field == .dayOfMonth || field.cycle.count % step != 0 {
            parsed.flags.insert(.unevenStep)
            parsed.step = step
        }
    }

    private mutating func readQuestionMark(of field: CronField, into parsed: inout ParsedField) throws(CronError) {
        guard field == .dayOfMonth || field == .dayOfWeek else { throw misplacedQuestionMark(in: field) }
        guard fieldRange.count == 1 else { throw extensionNotAlone("?", in: field) }
        position += 1
        parsed.isWildcard = true
        parsed.mask = field.fullMask
        parsed.flags.insert(.questionMark)
    }

    // MARK: Values

    /// A number or a name with its place in the text.
    struct Value {
        var number: Int
        var range: Range<Int>
        var isName: Bool
    }

    mutating func readValue(of field: CronField) throws(CronError) -> Value {
        let start = position
        let byte = current
        if Self.isDigit(byte) {
            let number = readNumber()
            guard field.allowed.contains(number) else { throw outOfRange(start..<position, in: field) }
            return Value(number: number, range: start..<position, isName: false)
        }
        guard Self.isLetter(byte) else {
            throw isAtFieldEnd || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "/")
                ? missingValue(in: field) : unexpectedCharacter(in: field)
        }
        while Self.isLetter(current) { position += 1 }
        guard let number = name(start..<position, in: field) else { throw unknownName(start..<position, in: field) }
        return Value(number: number, range: start..<position, isName: true)
    }

    /// Digits at the position; anything beyond a million counts as a million.
    mutating func readNumber() -> Int {
        var number = 0
        while Self.isDigit(current) {
            number = min(number * 10 + Int(text[position] &- UInt8(ascii: "0")), 1_000_000)
            position += 1
        }
        return number
    }

    /// The value of a three-letter name, in any case.
    func name(_ range: Range<Int>, in field: CronField) -> Int? {
        guard range.count == 3, field == .month || field == .dayOfWeek else { return nil }
        let names: StaticString = field == .month ? "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC" : "SUNMONTUEWEDTHUFRISAT"
        let first = Self.uppercased(text[range.lowerBound])
        let second = Self.uppercased(text[range.lowerBound + 1])
        let third = Self.uppercased(text[range.lowerBound + 2])
        return names.withUTF8Buffer { bytes in
            for offset in stride(from: 0, to: bytes.count, by: 3)
            where bytes[offset] == first && bytes[offset + 1] == second && bytes[offset + 2] == third {
                return offset / 3 + field.allowed.lowerBound
            }
            return nil
        }
    }

    /// The step after `/`, or nil where there is none.
    mutating func readStep(in field: CronField) throws(CronError) -> Int? {
        guard current == UInt8(ascii: "/") else { return nil }
        let slash = position
        position += 1
        let start = position
        guard Self.isDigit(current) else { throw badStep(slash, in: field) }
        let step = readNumber()
        guard step > 0 else { throw zeroStep(start..<position, in: field) }
        return step
    }
}
