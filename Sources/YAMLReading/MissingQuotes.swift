import Diagnostics

/// A value that YAML reads as something else because it stands without quotes: `schedule: * * * * *`.
struct MissingQuotes {
    enum Cause {
        /// The first character means something to YAML.
        case indicator(UInt8)
        /// There is a `: ` in the value.
        case colon
    }

    let cause: Cause
    let line: Int
    /// The columns of the value, counted from 0.
    let columns: Range<Int>
    let quoted: [UInt8]

    /// Looks for such a value where libyaml failed; nil when the failure has another cause.
    init?(_ failure: SyntaxFailure, in source: inout SourceText) {
        let isAlias = failure.context == "while scanning an alias"
        let mark = isAlias ? failure.contextMark ?? failure.mark : failure.mark
        let text = Self.scalars(source.line(mark.line))
        let starts = Self.valueStarts(in: text).filter { $0 <= mark.column }
        let isReserved = failure.problem == "found character that cannot start any token"
        let isKeyMark = failure.problem.hasPrefix("mapping keys are not allowed")
        let start: Int
        if let first = starts.last(where: { text[$0] == "*" }), isAlias || failure.problem.hasPrefix("did not find") {
            start = first
            cause = .indicator(UInt8(ascii: "*"))
        } else if let last = starts.last, last == mark.column, isReserved || isKeyMark,
            "@`%?".unicodeScalars.contains(text[last])
        {
            start = last
            cause = .indicator(UInt8(text[last].value))
        } else if failure.problem.hasPrefix("mapping values are not allowed"),
            let first = starts.first, first < mark.column, !"\"'[{|>&*!#".unicodeScalars.contains(text[first])
        {
            start = first
            cause = .colon
        } else {
            return nil
        }
        let end = Self.end(of: start, in: text)
        guard end > start else { return nil }
        line = mark.line
        columns = start..<end
        quoted = Self.quote(text[start..<end])
    }

    private static func scalars(_ bytes: ArraySlice<UInt8>) -> [Unicode.Scalar] {
        Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    }

    /// Where values may begin on a line: behind `key: `, `- `, `[`, `{` and `,`. Lines are cut where they are long.
    private static func valueStarts(in text: [Unicode.Scalar]) -> [Int] {
        var starts: [Int] = []
        var isBehindIndicator = false
        var quote: Unicode.Scalar?
        for (index, scalar) in text.prefix(4_096).enumerated() {
            if let open = quote {
                if scalar == open { quote = nil }
                continue
            }
            if isBehindIndicator, scalar != " " {
                starts.append(index)
                isBehindIndicator = false
                if scalar == "\"" || scalar == "'" { quote = scalar }
            }
            let next = index + 1 < text.count ? text[index + 1] : " "
            if "[{,".unicodeScalars.contains(scalar) || (":-".unicodeScalars.contains(scalar) && next == " ") {
                isBehindIndicator = true
            }
        }
        return starts
    }

    /// Where the value ends: before a comment, or in brackets before what closes them or the next key.
    private static func end(of start: Int, in text: [Unicode.Scalar]) -> Int {
        let before = text[..<start]
        let isInBrackets =
            before.count { "[{".unicodeScalars.contains($0) } > before.count { "]}".unicodeScalars.contains($0) }
        var end = start
        while end < text.count {
            if text[end] == "#", end > start, text[end - 1] == " " { break }
            if isInBrackets, "]}".unicodeScalars.contains(text[end]) { break }
            if isInBrackets, text[end] == ",", end + 1 >= text.count || text[end + 1] == " " { break }
            end += 1
        }
        while end > start, text[end - 1] == " " || text[end - 1] == "\t" { end -= 1 }
        return end
    }

    private static func quote(_ value: ArraySlice<Unicode.Scalar>) -> [UInt8] {
        let isPlain = !value.contains("\"") && !value.contains("\\")
        var text = String.UnicodeScalarView()
        text.append(isPlain ? "\"" : "'")
        for scalar in value {
            text.append(scalar)
            if !isPlain, scalar == "'" { text.append(scalar) }
        }
        text.append(isPlain ? "\"" : "'")
        return Array(String(text).utf8)
    }

    /// Whether quotes alone were added, so that places can be moved back.
    var isPlain: Bool { quoted.first == UInt8(ascii: "\"") }

    func diagnostic(in source: SourceText) -> Diagnostic {
        let span = source.span(line: line, column: columns.lowerBound, endLine: line, endColumn: columns.upperBound)
        let reason =
            switch cause {
            case .indicator(UInt8(ascii: "*")): "YAML reads '*' as the start of an alias"
            case .indicator(UInt8(ascii: "?")): "YAML reads '? ' as the start of a key"
            case .indicator(let byte): "YAML reserves '\(Unicode.Scalar(byte))' at the start of a value"
            case .colon: "YAML reads ': ' as the end of a key"
            }
        let text = String(decoding: quoted, as: UTF8.self)
        return Diagnostic(
            .quotesNeeded, "quote it: \(reason)", at: span,
            fixIts: [.init("write \(text)", at: span, replacement: text)])
    }
}
