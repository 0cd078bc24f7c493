import CLibYAML

/// What libyaml says of a text that is no YAML. Places are counted from 0.
struct SyntaxFailure {
    struct Mark {
        let line: Int
        let column: Int
    }

    let problem: String
    /// What it was reading, `while scanning an alias`; empty when it does not say.
    let context: String
    let mark: Mark
    let contextMark: Mark?
    /// The byte, where the encoding is wrong or a character is not allowed at all.
    let badByte: Int?
    /// That character, or a byte of it.
    let badValue: Int

    init(_ parser: yaml_parser_t) {
        problem = parser.problem.map { String(cString: $0) } ?? "it cannot be read"
        context = parser.context.map { String(cString: $0) } ?? ""
        mark = Mark(parser.problem_mark)
        contextMark = parser.context == nil ? nil : Mark(parser.context_mark)
        badByte = parser.error == YAML_READER_ERROR ? Int(clamping: parser.problem_offset) : nil
        badValue = Int(parser.problem_value)
    }
}

extension SyntaxFailure.Mark {
    init(_ mark: yaml_mark_t) {
        self.init(line: Int(clamping: mark.line), column: Int(clamping: mark.column))
    }
}
