/// How an expression was written where that no longer shows in its sets; only warnings read it.
struct CronSyntaxNotes: Sendable {
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8

        /// `?` in place of `*`.
        static let questionMark = Flags(rawValue: 1 << 0)
        /// `a/n`, a step without an end.
        static let openStep = Flags(rawValue: 1 << 1)
        /// A step longer than the range it runs over, so that only the start is left.
        static let stepBeyondRange = Flags(rawValue: 1 << 2)
        /// A step over the whole field that does not come out even at its end.
        static let unevenStep = Flags(rawValue: 1 << 3)
        /// Begins with `*` and is yet no whole wildcard.
        static let starPrefix = Flags(rawValue: 1 << 4)
        /// A whole wildcard that is not the first element of its list.
        static let lateStar = Flags(rawValue: 1 << 5)
        /// `H` over days of the month that some months lack.
        static let hashBeyond28 = Flags(rawValue: 1 << 6)
        /// Every value, written out instead of `*`.
        static let writtenOut = Flags(rawValue: 1 << 7)
    }

    private var flags = SIMD8<UInt8>()
    private var steps = SIMD8<UInt8>()

    subscript(field: CronField) -> Flags {
        get { Flags(rawValue: flags[field.rawValue]) }
        set { flags[field.rawValue] = newValue.rawValue }
    }

    /// The step that `unevenStep` or `stepBeyondRange` speaks of; 255 stands for anything longer.
    func step(_ field: CronField) -> Int { Int(steps[field.rawValue]) }

    mutating func setStep(_ step: Int, for field: CronField) {
        steps[field.rawValue] = UInt8(clamping: step)
    }
}
