/// The one spelling of a set of values that every reader of cron understands alike.
///
/// A full set is `*`; from the field's first value in equal steps to its end, with three values or more, is `*/n`
/// (never in day of week, where implementations differ); three or more neighbours are `a-b`; anything else is a sorted
/// list of plain numbers, because the panel misreads lists that contain ranges.
enum CanonicalField {
    static func text(_ mask: UInt64, in field: CronField) -> String {
        if mask == field.fullMask { return "*" }
        if let step = step(mask, in: field) { return "*/\(step)" }
        let low = mask.trailingZeroBitCount
        let high = 63 - mask.leadingZeroBitCount
        if high - low >= 2, mask == CronField.mask(low...high) { return "\(low)-\(high)" }
        return bits(mask).map(String.init).joined(separator: ",")
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
        CronField.allCases.map(canonical(_:)).joined(separator: " ")
    }

    /// One field of the canonical form, for panels that take the fields apart.
    package func canonical(_ field: CronField) -> String {
        switch field {
        case .minute: CanonicalField.text(minutes, in: field)
        case .hour: CanonicalField.text(UInt64(hours), in: field)
        case .dayOfMonth:
            days.monthExtension?.description ?? CanonicalField.text(UInt64(days.daysOfMonth), in: field)
        case .month: CanonicalField.text(UInt64(months), in: field)
        case .dayOfWeek:
            days.weekExtension?.description ?? CanonicalField.text(UInt64(days.daysOfWeek), in: field)
        }
    }
}
