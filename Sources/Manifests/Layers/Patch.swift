import Diagnostics

/// One entry of `patches`.
struct Patch: Sendable {
    /// The number of its layer; later ones win.
    let layer: Int
    /// The number of its file.
    let file: Int
    /// Where its key stands.
    let keySpan: SourceSpan
    /// From its key to its last line.
    let extent: SourceSpan
    /// Its mapping in the arena of the layers; nil for one that takes entries out.
    let node: Int?

    /// Whether a place lies within it.
    func contains(_ span: SourceSpan) -> Bool {
        span.file == extent.file && extent.start <= span.start && span.start <= extent.end
    }
}
