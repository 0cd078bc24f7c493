/// One node of a YAML document, as a flat record. Places are marks of libyaml, counted from 0.
struct Node {
    enum Kind: UInt8 {
        case scalar, sequence, mapping, alias
    }

    enum Style: UInt8 {
        case plain, quoted, block, flow
    }

    struct Flags: OptionSet {
        let rawValue: UInt8
        /// A scalar with a `$` in it, or a mapping with a merge key.
        static let special = Flags(rawValue: 1)
        /// A plain scalar that its tag makes text.
        static let text = Flags(rawValue: 2)
        /// A scalar in place of an alias that is wrong, which is reported already.
        static let broken = Flags(rawValue: 4)
        /// A key that stood in its mapping before, which is reported already.
        static let repeated = Flags(rawValue: 8)
    }

    let kind: Kind
    let style: Style
    var flags: Flags
    let line: Int32
    let column: Int32
    var endLine: Int32
    var endColumn: Int32
    /// The index past the last node below this one.
    var end: Int32
    /// The offset of a scalar's bytes, the node an alias stands for, or how many nodes a collection has in all when
    /// its aliases are written out.
    var first: Int32
    /// The number of bytes of a scalar, or of children of a collection (pairs, for a mapping).
    var count: Int32
}
