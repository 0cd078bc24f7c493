import Diagnostics

/// The line of a span with a caret below, as compilers show it.
struct SourceExcerpt {
    /// More of a line than this is not shown: a file may be one line of megabytes.
    private static let maximumWidth = 120

    let lineNumber: String
    let line: String
    /// Spaces and carets, to stand below `line`.
    let carets: String

    init?(_ span: SourceSpan, in lines: SourceLines) {
        guard let text = lines[Int(span.start.line)] else { return nil }
        let scalars = Array(text.unicodeScalars)
        let column = min(max(Int(span.start.column) - 1, 0), scalars.count)
        let isOneLine = span.end.line == span.start.line
        let end = isOneLine ? min(max(Int(span.end.column) - 1, column), scalars.count) : scalars.count
        let first = column > Self.maximumWidth * 2 / 3 ? column - Self.maximumWidth / 2 : 0
        let last = min(scalars.count, first + Self.maximumWidth)

        lineNumber = String(span.start.line)
        line = (first > 0 ? "…" : "") + Self.shown(scalars[first..<last]) + (last < scalars.count ? "…" : "")
        let indentation = (first > 0 ? 1 : 0) + TerminalText.width(Self.shown(scalars[first..<column]))
        let width = TerminalText.width(Self.shown(scalars[column..<max(column, min(end, last))]))
        carets = String(repeating: " ", count: indentation) + String(repeating: "^", count: max(1, width))
    }

    private static func shown(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = ""
        for scalar in scalars {
            if scalar == "\t" { text += "    " } else { text.unicodeScalars.append(scalar) }
        }
        return TerminalText.escaped(text)
    }
}
