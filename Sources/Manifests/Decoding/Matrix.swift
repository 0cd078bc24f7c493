import ValueDecoding

/// The combinations of a `for_each`.
struct Matrix {
    /// In the order of its values, the last name changing fastest.
    let combinations: [[NodeDecoder.Binding]]
    let names: [String]
    /// Whether a list or a mapping stands within one of its values, so that references may stand for more than text.
    let hasCollections: Bool
}
