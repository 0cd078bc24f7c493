/// One problem as a value: what is wrong, where, and what to do about it.
///
/// Stages return diagnostics; only the console prints them. `code` decides the meaning, `severity` the exit code.
package struct Diagnostic: Sendable, Hashable {
    /// How bad it is. Errors stop a run, warnings do not.
    package enum Severity: String, Sendable, Hashable {
        case error, warning
    }

    /// A second place that explains the first, such as the earlier of two equal keys.
    package struct Note: Sendable, Hashable {
        package let message: String
        package let span: SourceSpan?

        package init(_ message: String, at span: SourceSpan? = nil) {
            self.message = message
            self.span = span
        }
    }

    /// A change of the source text that removes the problem.
    package struct FixIt: Sendable, Hashable {
        /// What the change does, as a request: `replace 'memry' with 'memory'`.
        package let message: String
        package let span: SourceSpan
        package let replacement: String

        package init(_ message: String, at span: SourceSpan, replacement: String) {
            self.message = message
            self.span = span
            self.replacement = replacement
        }
    }

    package let code: DiagnosticCode
    package let severity: Severity
    /// One line in lower case without a full stop, never with a secret in it.
    package var message: String
    package var span: SourceSpan?
    package var notes: [Note]
    package var fixIts: [FixIt]
    /// What to do where no `FixIt` can say it: a sentence or a command.
    package var help: String?

    package init(
        _ code: DiagnosticCode, _ severity: Severity, _ message: String, at span: SourceSpan? = nil,
        notes: [Note] = [], fixIts: [FixIt] = [], help: String? = nil
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.span = span
        self.notes = notes
        self.fixIts = fixIts
        self.help = help
    }

    /// An error.
    package init(
        _ code: DiagnosticCode, _ message: String, at span: SourceSpan? = nil, notes: [Note] = [],
        fixIts: [FixIt] = [], help: String? = nil
    ) {
        self.init(code, .error, message, at: span, notes: notes, fixIts: fixIts, help: help)
    }
}

extension Collection where Element == Diagnostic {
    package var hasErrors: Bool { contains { $0.severity == .error } }

    /// By file, place and code, those without a place first: the order people read them in, the same on every run.
    package func inReadingOrder() -> [Diagnostic] {
        // Positions are sorted, for diagnostics are large.
        let all = Array(self)
        let order = all.indices.sorted { lhs, rhs in
            switch (all[lhs].span, all[rhs].span) {
            case (let left?, let right?) where left != right: left < right
            case (nil, .some): true
            case (.some, nil): false
            default: (all[lhs].code.rawValue, all[lhs].message) < (all[rhs].code.rawValue, all[rhs].message)
            }
        }
        return order.map { all[$0] }
    }
}
