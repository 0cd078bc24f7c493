/// One token of libyaml's scanner with its place; the place is in scalars, as libyaml counts.
package struct YAMLToken: Sendable {
    package enum Kind: Sendable {
        case streamStart, streamEnd
        case directive
        case documentStart, documentEnd
        case blockSequenceStart, blockMappingStart, blockEnd
        case flowSequenceStart, flowSequenceEnd, flowMappingStart, flowMappingEnd
        case blockEntry, flowEntry
        case key, value
        case alias, anchor, tag
        case scalar
        case blockScalar
    }

    package let kind: Kind
    package let start: Int
    package let end: Int
    /// From 0, in scalars.
    package let column: Int

    /// Whether there is text for it. Block structure and keys without `?` have none.
    package var isVisible: Bool {
        switch kind {
        case .streamStart, .streamEnd, .blockSequenceStart, .blockMappingStart, .blockEnd: false
        default: end > start
        }
    }
}
