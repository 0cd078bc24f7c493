package import Diagnostics

/// Diagnostics as text for people: what, where with the line and a caret, why, and what to do.
package struct DiagnosticText {
    private let sources: SourceMap
    private let style: TextStyle
    /// By file; nil where nothing of it was shown yet.
    private var lines: [SourceLines?]

    package init(sources: SourceMap, style: TextStyle) {
        self.sources = sources
        lines = Array(repeating: nil, count: sources.files.count)
        self.style = style
    }

    /// Of warnings that say the same, as many are shown; errors are all shown.
    private static let equalWarnings = 3

    /// All of them in the order given, each ending with an empty line, then one line with the counts; empty for none.
    package mutating func render(_ diagnostics: [Diagnostic]) -> String {
        guard !diagnostics.isEmpty else { return "" }
        var text = ""
        var seen: [String: Int] = [:]
        for diagnostic in diagnostics {
            if diagnostic.severity == .warning {
                seen[diagnostic.message, default: 0] += 1
                if seen[diagnostic.message, default: 0] > Self.equalWarnings { continue }
            }
            text += render(diagnostic) + "\n"
        }
        for (message, count) in seen.sorted(by: { $0.key < $1.key }) where count > Self.equalWarnings {
            let head = style(.warning, "warning")
            text += "\(head): \(count - Self.equalWarnings) more like this: \(TerminalText.escaped(message))\n\n"
        }
        let errors = diagnostics.count { $0.severity == .error }
        let counts = [(errors, "error"), (diagnostics.count - errors, "warning")].filter { $0.0 > 0 }
            .map { Plural.text($0.0, $0.1) }
        let code = diagnostics.first { $0.severity == .error } ?? diagnostics[0]
        text += "\(counts.joined(separator: ", ")); `phoenix explain \(code.code.rawValue)` says more\n"
        return text
    }

    /// One diagnostic, ending with a line break.
    package mutating func render(_ diagnostic: Diagnostic) -> String {
        let role: TextStyle.Role = diagnostic.severity == .error ? .error : .warning
        let head = style(role, "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]")
        var text = "\(head): \(style(.strong, TerminalText.escaped(diagnostic.message)))\n"
        if let span = diagnostic.span { text += place(span, role) }
        for note in diagnostic.notes {
            text += "  = note: \(TerminalText.escaped(note.message))\n"
            if let span = note.span { text += place(span, .place) }
        }
        for fixIt in diagnostic.fixIts { text += "  = fix: \(TerminalText.escaped(fixIt.message))\n" }
        if let help = diagnostic.help { text += "  = help: \(TerminalText.escaped(help))\n" }
        return text
    }

    private mutating func place(_ span: SourceSpan, _ role: TextStyle.Role) -> String {
        var text = "  \(style(.place, "-->")) \(TerminalText.escaped(sources.position(of: span)))\n"
        guard let file = sources[span.file] else { return text }
        let known = lines[Int(span.file.index)] ?? SourceLines(file)
        lines[Int(span.file.index)] = known
        guard let excerpt = SourceExcerpt(span, in: known), !file.bytes.isEmpty else { return text }
        let margin = String(repeating: " ", count: excerpt.lineNumber.count)
        text += "\(margin) \(style(.place, "|"))\n"
        text += "\(style(.place, "\(excerpt.lineNumber) |")) \(excerpt.line)\n"
        text += "\(margin) \(style(.place, "|")) \(style(role, excerpt.carets))\n"
        return text
    }
}
