/// One node of a YAML document, as a flat record. Places are marks of libyaml, counted from 0.
@usableFromInline package struct YAMLNode: Sendable {
    @usableFromInline package enum Kind: UInt8, Sendable {
        case scalar, sequence, mapping, alias
    }

    package enum Style: UInt8, Sendable {
        case plain, quoted, block, flow
    }

    @usableFromInline package struct Flags: OptionSet, Sendable {
        @usableFromInline package let rawValue: UInt8

        @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// A scalar with a `$` in it, or a mapping with a merge key.
        @inlinable package static var special: Flags { Flags(rawValue: 1) }
        /// A plain scalar that its tag makes text.
        @inlinable package static var text: Flags { Flags(rawValue: 2) }
        /// A scalar in place of an alias that is wrong, which is reported already.
        @inlinable package static var broken: Flags { Flags(rawValue: 4) }
        /// A key that stood in its mapping before, which is reported already.
        @inlinable package static var repeated: Flags { Flags(rawValue: 8) }
    }

    @usableFromInline package let kind: Kind
    package let style: Style
    package internal(set) var flags: Flags
    package let line: Int32
    package let column: Int32
    package var endLine: Int32
    package var endColumn: Int32
    /// The index past the last node below this one.
    package internal(set) var end: Int32
    /// The offset of a scalar's bytes, the node an alias stands for, or how many nodes a collection has in all when
    /// its aliases are written out.
    @usableFromInline package internal(set) var first: Int32
    /// The number of bytes of a scalar, or of children of a collection (pairs, for a mapping).
    @usableFromInline package internal(set) var count: Int32
}
