/// An open block collection.
struct FormatFrame {
    enum Kind {
        case mapping
        case sequence
        /// A sequence whose dashes stand no deeper than the key above; libyaml has no token for its start and end.
        case indentlessSequence
    }

    static let step = 2

    let kind: Kind
    /// The column in the source.
    let sourceColumn: Int
    /// The column it gets.
    let column: Int

    /// Where its contents stand that begin on a line of their own.
    var contentColumn: Int { column + Self.step }
}
