import YAMLReading

/// Writes tokens with new white space between them.
///
/// Two passes over the same tokens give the same bytes, because only the tokens, their order on lines, and how deep
/// comments stand relative to the blocks around them decide.
struct FormatLayout {
    private let source: FormatSource
    private let tokens: [YAMLToken]

    private var output: [UInt8] = []
    /// Whether the last line of the output lacks its line break.
    private var lineIsOpen = false
    /// The indentation of the last line, and whether a flow collection was open where it starts.
    private var lineColumn = 0
    private var lineStartsInFlow = false

    private var frames: [FormatFrame] = []
    /// For each open flow collection the column of its closing bracket on a line of its own.
    private var flowColumns: [Int] = []
    /// Whether the next visible token is a key of the innermost block mapping.
    private var expectsKey = false
    private var previous: YAMLToken.Kind?
    /// Whether the output ends in a block scalar whose content ends without a line break.
    private var endsInOpenScalar = false

    init(source: FormatSource, tokens: [YAMLToken]) {
        self.source = source
        self.tokens = tokens
        output.reserveCapacity(source.bytes.count + source.bytes.count / 8)
    }

    /// The formatted text; nil where the source has something between its tokens that is not understood.
    mutating func write() -> [UInt8]? {
        var end = 0
        var framesBefore = frames
        var endsWithBlankLine = false
        for token in tokens {
            trackBlocks(token)
            guard token.isVisible || token.kind == .streamEnd else { continue }
            let start = token.kind == .streamEnd ? source.bytes.count : source.offset(ofScalar: token.start)
            guard start >= end else { return nil }
            let startsLine = previous == nil || previous == .blockScalar
            var gap = FormatGap(source.bytes, end..<start, startsLine: startsLine)
            guard gap.isPlain else { return nil }
            if endsWithBlankLine { gap.addBlankLine() }
            let isOnNewLine = gap.hasBreak || startsLine
            let column = column(of: token)
            let endsWithBlank = writeComments(gap, framesBefore: framesBefore, next: token, nextColumn: column)
            if token.kind == .streamEnd {
                endLastLine()
                return output
            }
            if isOnNewLine {
                writeBlankLine(endsWithBlank)
                startLine(at: column, inFlow: !flowColumns.isEmpty)
            } else if needsSpace(before: token.kind) {
                output.append(0x20)
            }
            trackFlow(token.kind, isOnNewLine: isOnNewLine, column: column)
            end = source.offset(ofScalar: token.end)
            endsWithBlankLine = writeText(of: token, start..<end)
            expectsKey = false
            previous = token.kind
            framesBefore = frames
        }
        return nil
    }

    // MARK: Structure

    private mutating func trackBlocks(_ token: YAMLToken) {
        switch token.kind {
        case .blockMappingStart: push(.mapping, token.column)
        case .blockSequenceStart: push(.sequence, token.column)
        case .blockEnd:
            popIndentlessSequence()
            _ = frames.popLast()
        case .blockEntry where flowColumns.isEmpty:
            if let top = frames.last, top.kind == .mapping { push(.indentlessSequence, top.sourceColumn) }
        case .key where flowColumns.isEmpty:
            popIndentlessSequence()
            expectsKey = true
        case .value where flowColumns.isEmpty: popIndentlessSequence()
        default: break
        }
    }

    private mutating func push(_ kind: FormatFrame.Kind, _ sourceColumn: Int) {
        frames.append(FormatFrame(kind: kind, sourceColumn: sourceColumn, column: frames.last?.contentColumn ?? 0))
    }

    private mutating func popIndentlessSequence() {
        if frames.last?.kind == .indentlessSequence { frames.removeLast() }
    }

    private mutating func trackFlow(_ kind: YAMLToken.Kind, isOnNewLine: Bool, column: Int) {
        switch kind {
        case .flowSequenceStart, .flowMappingStart:
            let closing: Int
            if isOnNewLine {
                closing = column
            } else if let outer = flowColumns.last {
                closing = lineStartsInFlow ? lineColumn : outer
            } else if let frame = frames.last {
                closing = frame.kind == .mapping ? frame.column : frame.contentColumn
            } else {
                closing = 0
            }
            flowColumns.append(closing)
        case .flowSequenceEnd, .flowMappingEnd: _ = flowColumns.popLast()
        default: break
        }
    }

    /// Where the token stands when it begins a line.
    private func column(of token: YAMLToken) -> Int {
        switch token.kind {
        case .streamEnd, .directive, .documentStart, .documentEnd: return 0
        case .flowSequenceEnd, .flowMappingEnd: return flowColumns.last ?? 0
        default: break
        }
        if let closing = flowColumns.last { return closing + FormatFrame.step }
        switch token.kind {
        case .blockEntry, .key, .value: return frames.last?.column ?? 0
        default: return (expectsKey ? frames.last?.column : frames.last?.contentColumn) ?? 0
        }
    }

    private var continuationColumn: Int {
        (flowColumns.last ?? frames.last?.column ?? 0) + FormatFrame.step
    }

    // MARK: White space

    private func needsSpace(before kind: YAMLToken.Kind) -> Bool {
        switch (previous, kind) {
        case (.tag, _), (.value, _): true
        case (_, .flowEntry), (_, .flowSequenceEnd): false
        case (.flowMappingStart, .flowMappingEnd): false
        case (.scalar, .value), (.flowSequenceEnd, .value), (.flowMappingEnd, .value): false
        case (.flowSequenceStart, _): false
        default: true
        }
    }

    private mutating func endLine() {
        if lineIsOpen { output.append(0x0A) }
        lineIsOpen = false
    }

    private mutating func startLine(at column: Int, inFlow: Bool) {
        endLine()
        indent(column)
        lineColumn = column
        lineStartsInFlow = inFlow
        lineIsOpen = true
    }

    private mutating func indent(_ column: Int) {
        output.append(contentsOf: repeatElement(0x20, count: column))
    }

    /// A final line break, but where it would become part of a block scalar that ends without one.
    private mutating func endLastLine() {
        if !endsInOpenScalar { endLine() }
    }

    /// Answers whether an empty line follows the last comment.
    private mutating func writeComments(
        _ gap: FormatGap, framesBefore: [FormatFrame], next: YAMLToken, nextColumn: Int
    ) -> Bool {
        if let (spaces, text) = gap.trailing {
            if lineIsOpen { indent(max(1, spaces)) }
            output.append(contentsOf: source.bytes[text])
            lineIsOpen = true
        }
        var hasBlankLine = false
        for line in gap.lines {
            switch line {
            case .blank: hasBlankLine = true
            case .comment(let column, let text):
                writeBlankLine(hasBlankLine)
                hasBlankLine = false
                let place = commentColumn(column, framesBefore: framesBefore, next: next, nextColumn: nextColumn)
                startLine(at: place, inFlow: !flowColumns.isEmpty)
                output.append(contentsOf: source.bytes[text])
                endsInOpenScalar = false
            }
        }
        return hasBlankLine
    }

    private mutating func writeBlankLine(_ isWanted: Bool) {
        endLine()
        if isWanted, !output.isEmpty { output.append(0x0A) }
    }

    /// The column of a comment on its own line: that of what follows, or of the block it still belongs to.
    private func commentColumn(
        _ column: Int, framesBefore: [FormatFrame], next: YAMLToken, nextColumn: Int
    ) -> Int {
        if let closing = flowColumns.last { return closing + FormatFrame.step }
        let top = framesBefore.last
        if nextColumn > top?.column ?? -1 { return nextColumn }
        if let top, previous == .value || previous == .blockEntry, column > top.sourceColumn {
            return top.contentColumn
        }
        let nextSourceColumn = next.kind == .streamEnd ? 0 : next.column
        guard column > nextSourceColumn else { return nextColumn }
        let holder = framesBefore.last { $0.sourceColumn <= column && $0.column > nextColumn }
        return holder?.column ?? nextColumn
    }

    // MARK: Text

    /// Answers whether empty lines behind the token were dropped with its text.
    private mutating func writeText(of token: YAMLToken, _ range: Range<Int>) -> Bool {
        lineIsOpen = true
        switch token.kind {
        case .blockScalar: return writeBlockScalar(source.bytes[range])
        case .scalar: writeScalar(source.bytes[range])
        default: output.append(contentsOf: source.bytes[range])
        }
        return false
    }

    private mutating func writeBlockScalar(_ bytes: ArraySlice<UInt8>) -> Bool {
        let text = BlockScalarText(bytes, parentColumn: frames.last?.sourceColumn)
        output.append(contentsOf: text.indicators)
        if let comment = text.comment {
            indent(max(1, comment.spaces))
            output.append(contentsOf: comment.text)
        }
        let column = text.explicitIndentation.map { $0 + (frames.last?.column ?? 0) } ?? continuationColumn
        for line in text.lines {
            output.append(0x0A)
            if line.isEmpty { continue }
            indent(column)
            output.append(contentsOf: line)
        }
        endsInOpenScalar = bytes.last != 0x0A && text.chomping != UInt8(ascii: "-")
        return text.dropsBlankLines
    }

    /// Plain and quoted text; where it goes over several lines, the space around the breaks means nothing.
    private mutating func writeScalar(_ bytes: ArraySlice<UInt8>) {
        guard bytes.contains(0x0A) else { return output.append(contentsOf: bytes) }
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            var line = line
            if index > 0 {
                output.append(0x0A)
                line = line.drop { $0 == 0x20 || $0 == 0x09 }
                if !line.isEmpty { indent(continuationColumn) }
            }
            output.append(contentsOf: index == lines.count - 1 ? line : Self.withoutFoldedSpace(line))
        }
    }

    /// Without the white space at the end, except for one that a backslash protects.
    private static func withoutFoldedSpace(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let text = line.withoutTrailingSpace
        let backslashes = text.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
        return backslashes % 2 == 0 ? text : line.prefix(text.count + 1)
    }
}
