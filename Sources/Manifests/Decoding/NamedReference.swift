import Diagnostics

/// A name that stands in a manifest for something declared elsewhere, or declares it.
struct NamedReference: Sendable {
    let text: String
    let span: SourceSpan
}
