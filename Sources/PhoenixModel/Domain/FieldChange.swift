package import Diagnostics

/// One difference between the panel and the files, ready to be shown.
///
/// `before` and `after` are canonical forms, never equal, with secrets masked: what is compared is what is shown.
package struct FieldChange: Sendable, Hashable {
    package let field: Field
    /// The way to the difference within the field, `data.keep`; empty for the field as a whole.
    package let path: String
    /// nil where there was nothing.
    package let before: Shown?
    /// nil where there will be nothing.
    package let after: Shown?
    /// Who changed it; nil where there is nothing to compare with, as in a create.
    package let label: ChangeLabel?
    /// Where the files say so.
    package let span: SourceSpan?

    package init(
        field: Field, path: String = "", before: Shown?, after: Shown?, label: ChangeLabel? = nil, span: SourceSpan?
    ) {
        self.field = field
        self.path = path
        self.before = before
        self.after = after
        self.label = label
        self.span = span
    }

    /// The field and the way to the difference, as people know it: `task.data.keep`, `notify[0].on`, `schedule`.
    package var place: String {
        path.isEmpty || path.hasPrefix("[") ? field.rawValue + path : "\(field.rawValue).\(path)"
    }

    /// A value that may be shown.
    package enum Shown: Sendable, Hashable {
        case value(Value)
        /// `(secret #n)`: the same number for the same value, within one plan.
        case secret(Int)
        /// The panel does not tell the field; it is written again.
        case unreported
    }
}
