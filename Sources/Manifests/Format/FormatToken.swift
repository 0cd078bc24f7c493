/// One token of libyaml's scanner with its place; the place is in scalars, as libyaml counts.
struct FormatToken {
    enum Kind {
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

    let kind: Kind
    let start: Int
    let end: Int
    /// From 0, in scalars.
    let column: Int

    /// Whether there is text for it. Block structure and keys without `?` have none.
    var isVisible: Bool {
        switch kind {
        case .streamStart, .streamEnd, .blockSequenceStart, .blockMappingStart, .blockEnd: false
        default: end > start
        }
    }
}
