import Diagnostics

/// A name that stands in a manifest for something declared elsewhere, or declares it.
struct NamedReference: Sendable {
    let text: String
    /// The hash of the text, made where files are read side by side.
    let hash: Int
    let span: SourceSpan

    init(text: String, span: SourceSpan) {
        self.text = text
        self.span = span
        hash = text.hashValue
    }
}
