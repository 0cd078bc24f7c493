import Diagnostics

/// What is expected of one diagnostic.
struct Expected {
    /// The mark where its span starts; nil for none.
    var mark: Int?
    var code: DiagnosticCode
    /// A part of the message.
    var message: String
    var severity: Diagnostic.Severity = .error
    /// The text that the span covers, where that matters.
    var covers: String?
    /// The replacement of its fix-it; empty when it must have none.
    var fix: String?
    /// The marks of its notes.
    var notes: [Int]?
    /// Whether its place does not matter.
    var isAnywhere = false

    static func error(
        _ mark: Int?, _ code: DiagnosticCode, _ message: String, covers: String? = nil, fix: String? = nil,
        notes: [Int]? = nil
    ) -> Self {
        Self(mark: mark, code: code, message: message, covers: covers, fix: fix, notes: notes)
    }

    static func warning(
        _ mark: Int?, _ code: DiagnosticCode, _ message: String, covers: String? = nil, fix: String? = nil
    ) -> Self {
        Self(mark: mark, code: code, message: message, severity: .warning, covers: covers, fix: fix)
    }
}
