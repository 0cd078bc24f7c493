package import Diagnostics

/// A name that stands in a manifest for something declared elsewhere, or declares it.
package struct NamedReference: Sendable {
    package let text: String
    /// The hash of the text, made where files are read side by side.
    package let hash: Int
    package let span: SourceSpan

    package init(text: String, span: SourceSpan) {
        self.text = text
        self.span = span
        hash = text.hashValue
    }
}
