import Diagnostics

extension SyntaxFailure {
    /// The failure in words for people, at the place where it is to be mended.
    func diagnostic(in source: inout SourceText) -> Diagnostic {
        if let badByte { return Self.badByte(badByte, badValue, problem, in: &source) }
        if let conflict = conflictDiagnostic(in: &source) { return conflict }
        if let tab = tabDiagnostic(in: &source) { return tab }
        if let space = spaceDiagnostic(in: &source) { return space }
        let place = source.span(line: mark.line, column: mark.column)
        let opening = contextMark.map { source.span(line: $0.line, column: $0.column) }
        func at(_ span: SourceSpan?, _ message: String, note: Diagnostic.Note? = nil, help: String) -> Diagnostic {
            Diagnostic(.yamlSyntax, message, at: span ?? place, notes: note.map { [$0] } ?? [], help: help)
        }
        switch (problem, context) {
        case (_, "while scanning a quoted scalar") where problem.contains("end of stream"):
            return at(opening, "this quoted text is never closed", help: "add the same quote at its end")
        case ("found unexpected document indicator", "while scanning a quoted scalar"):
            return at(opening, "this quoted text is not closed before '---'", help: "add the same quote at its end")
        case (_, "while parsing a flow sequence"):
            return at(
                opening, "this list is never closed, or lacks a comma",
                note: .init("this is not a continuation of it", at: place),
                help: "a list is [a, b]: close it with ']', and put commas between the values")
        case (_, "while parsing a flow mapping"):
            return at(
                opening, "this mapping is never closed, or lacks a comma",
                note: .init("this is not a continuation of it", at: place),
                help: "a mapping is { key: value, key: value }: close it with '}', and put commas between the pairs")
        case ("did not find expected node content", _):
            return at(
                nil, "a value or a closing bracket is missing here",
                help: "a list is [a, b], a mapping is { key: value }; quote a text that starts with , ] or }")
        case ("could not find expected ':'", _):
            return at(
                opening, "this is neither 'key: value' nor an entry of a list",
                help: "write ': ' after a key and '- ' before an entry, and indent the continuation of a text")
        case ("mapping values are not allowed in this context", _):
            return at(
                nil, "a key is not allowed here",
                help: "check the indentation of this line and the one above; quote a text that contains ': '")
        case ("did not find expected key", _), ("did not find expected '-' indicator", _):
            return at(
                nil, "this line does not fit the lines above",
                note: opening.map { .init("the block that it would belong to starts here", at: $0) },
                help: "check the indentation; after a quoted text only a comment is allowed")
        case ("found unknown escape character", _):
            return at(
                nil, "this is not a YAML escape",
                help: "in \"…\" a backslash starts an escape such as \\n; use '…' for a literal backslash")
        case ("found character that cannot start any token", _):
            return at(nil, "a value cannot start with this character", help: "quote the value")
        case ("found undefined tag handle", _):
            return at(nil, "this tag is not supported", help: "quote a text that starts with '!'")
        case ("did not find expected <document start>", _):
            return at(
                nil, "this does not belong to the document above",
                help: "a document is one mapping; put '---' between several documents")
        case ("did not find expected comment or line break", "while scanning a block scalar"):
            return at(
                nil, "after '|' or '>' the text starts on the next line",
                help: "quote the value if the character belongs to it")
        default:
            let context = context.isEmpty ? "" : " \(context)"
            return at(
                nil, "this is not valid YAML: \(problem)\(context)",
                note: opening.map { .init("it began here", at: $0) },
                help: "check quotes, brackets and indentation here and in the line above")
        }
    }

    /// A tab among the spaces that a line starts with, at the failure or right before it.
    private func tabDiagnostic(in source: inout SourceText) -> Diagnostic? {
        for line in [mark.line, mark.line - 1] where line >= 0 {
            let indentation = source.line(line).prefix { $0 == 0x20 || $0 == 0x09 }
            guard let tab = indentation.firstIndex(of: 0x09) else { continue }
            let start = tab - indentation.startIndex
            let end = start + indentation[tab...].prefix { $0 == 0x09 }.count
            let span = source.span(line: line, column: start, endLine: line, endColumn: end)
            return Diagnostic(
                .tabIndentation, "a tab cannot indent a line in YAML", at: span,
                fixIts: [
                    .init("replace with spaces", at: span, replacement: String(repeating: "  ", count: end - start))
                ], help: "let your editor write spaces in YAML files")
        }
        return nil
    }

    /// The first mark of a merge conflict that Git left in the file.
    private func conflictDiagnostic(in source: inout SourceText) -> Diagnostic? {
        let marks: [[UInt8]] = ["<<<<<<< ", ">>>>>>> "].map { Array($0.utf8) }
        guard source.firstLine(startingWith: marks[1]) != nil, let line = source.firstLine(startingWith: marks[0])
        else { return nil }
        let span = source.span(line: line, column: 0, endLine: line, endColumn: source.line(line).count)
        return Diagnostic(
            .yamlSyntax, "the file has unresolved merge conflicts", at: span,
            help: "decide between the two sides, and remove the lines that start with <<<<<<<, ======= and >>>>>>>")
    }

    /// A space that is none to YAML, such as a no-break space, among those that a line starts with.
    private func spaceDiagnostic(in source: inout SourceText) -> Diagnostic? {
        for line in [mark.line, mark.line - 1] where line >= 0 {
            let text = String(decoding: source.line(line), as: UTF8.self).unicodeScalars
            let indentation = text.prefix { $0.properties.isWhitespace }
            guard let column = indentation.firstIndex(where: { $0.value > 0x7F }) else { continue }
            return .foreignSpace(
                indentation[column],
                at: source.span(line: line, column: text.distance(from: text.startIndex, to: column)))
        }
        return nil
    }

    private static func badByte(
        _ offset: Int, _ value: Int, _ problem: String, in source: inout SourceText
    ) -> Diagnostic {
        // A byte that does not continue a character is shown by the one that began it.
        let first = (max(0, offset - 3)...max(0, offset)).last { index in
            index < source.bytes.count && (index == offset ? value & 0xC0 == 0xC0 : source.bytes[index] >= 0xC0)
        }
        let place = problem.contains("trailing") ? first ?? offset : offset
        let mark = source.mark(ofByte: place)
        let span = source.span(line: mark.line, column: mark.column)
        let head = source.bytes.prefix(8_192)
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            return Diagnostic(
                .invalidUTF8, "the file is UTF-16", at: SourceSpan(startOf: source.file), help: "save it as UTF-8")
        }
        if head.contains(0) || value == 0 {
            return Diagnostic(
                .binaryFile, "the file is binary, not text", at: span, help: "check whether it is the right file")
        }
        let digits = String(value, radix: 16, uppercase: true)
        if problem.contains("control character") {
            let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            return Diagnostic(
                .yamlSyntax, "the control character U+\(padded) is not allowed in YAML", at: span,
                help: "remove it, or write it as an escape in double quotes")
        }
        let byte = place < source.bytes.count ? String(source.bytes[place], radix: 16, uppercase: true) : digits
        return Diagnostic(
            .invalidUTF8, "the byte 0x\(byte) is not valid UTF-8 here", at: span,
            help: "save the file as UTF-8; in Latin-1 and other old encodings, letters with accents are invalid bytes")
    }
}
