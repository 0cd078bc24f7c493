/// The one spelling of a set of values that every reader of cron understands alike.
///
/// A full set is `*`; from the field's first value in equal steps to its end, with three values or more, is `*/n`
/// (never in day of week, where implementations differ); three or more neighbours are `a-b`; anything else is a sorted
/// list of plain numbers, because the panel misreads lists that contain ranges.
enum CanonicalField {
    static func append(_ mask: UInt64, in field: CronField, to text: inout [UInt8]) {
        if mask == field.fullMask { return text.append(UInt8(ascii: "*")) }
        if let step = step(mask, in: field) {
            text += [UInt8(ascii: "*"), UInt8(ascii: "/")]
            return append(step, to: &text)
        }
        let low = mask.trailingZeroBitCount
        let high = 63 - mask.leadingZeroBitCount
        append(low, to: &text)
        if high - low >= 2, mask == CronField.mask(low...high) {
            text.append(UInt8(ascii: "-"))
            return append(high, to: &text)
        }
        var rest = mask & (mask &- 1)
        while rest != 0 {
            text.append(UInt8(ascii: ","))
            append(rest.trailingZeroBitCount, to: &text)
            rest &= rest &- 1
        }
    }

    /// A number below 100.
    private static func append(_ number: Int, to text: inout [UInt8]) {
        if number >= 10 { text.append(UInt8(ascii: "0") + UInt8(number / 10)) }
        text.append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    /// Whether the canonical text of the set is `*` or `*/n`.
    static func beginsWithStar(_ mask: UInt64, in field: CronField) -> Bool {
        mask == field.fullMask || step(mask, in: field) != nil
    }

    /// The `n` of `*/n`, if the set is written that way.
    private static func step(_ mask: UInt64, in field: CronField) -> Int? {
        let low = field.cycle.lowerBound
        guard field != .dayOfWeek, mask.trailingZeroBitCount == low, mask.nonzeroBitCount >= 3 else { return nil }
        let step = (mask & (mask &- 1)).trailingZeroBitCount - low
        guard step > 1, mask == Self.mask(from: low, through: field.cycle.upperBound, step: step) else { return nil }
        return step
    }

    /// One bit for every `step`th value.
    static func mask(from low: Int, through high: Int, step: Int) -> UInt64 {
        if step == 1 { return CronField.mask(low...high) }
        var mask: UInt64 = 0
        var value = low
        while value <= high {
            mask |= 1 &<< UInt64(value)
            let (next, overflow) = value.addingReportingOverflow(step)
            if overflow { break }
            value = next
        }
        return mask
    }

    /// The positions of the set bits, ascending.
    static func bits(_ mask: UInt64) -> [Int] {
        var values: [Int] = []
        values.reserveCapacity(mask.nonzeroBitCount)
        var rest = mask
        while rest != 0 {
            values.append(rest.trailingZeroBitCount)
            rest &= rest &- 1
        }
        return values
    }
}

extension CronExpression {
    /// The five fields in their canonical spelling: what is compared, stored and sent to a panel.
    ///
    /// Built on each call. Parsing it gives an equal expression.
    package var canonical: String {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for field in CronField.allCases {
            if !text.isEmpty { text.append(UInt8(ascii: " ")) }
            append(field, to: &text)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// One field of the canonical form, for panels that take the fields apart.
    package func canonical(_ field: CronField) -> String {
        var text: [UInt8] = []
        append(field, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private func append(_ field: CronField, to text: inout [UInt8]) {
        switch field {
        case .minute: CanonicalField.append(minutes, in: field, to: &text)
        case .hour: CanonicalField.append(UInt64(hours), in: field, to: &text)
        case .dayOfMonth: append(days.monthExtension, or: days.daysOfMonth, in: field, to: &text)
        case .month: CanonicalField.append(UInt64(months), in: field, to: &text)
        case .dayOfWeek: append(days.weekExtension, or: UInt32(days.daysOfWeek), in: field, to: &text)
        }
    }

    private func append(_ dayExtension: DayExtension?, or days: UInt32, in field: CronField, to text: inout [UInt8]) {
        if let dayExtension { return text += dayExtension.description.utf8 }
        CanonicalField.append(UInt64(days), in: field, to: &text)
    }
}
