package import Diagnostics

/// One `panel` of a manifest: the targets that the whole set may be applied to.
package struct PanelBinding: Sendable {
    /// Names of contexts, URLs of panels, or stores.
    package let targets: [String]
    /// Where it stands.
    package let span: SourceSpan

    package init(targets: [String], span: SourceSpan) {
        self.targets = targets
        self.span = span
    }
}
