/// What stands between two tokens: white space and comments.
struct FormatGap {
    enum Line {
        case blank
        /// A comment on a line of its own; its column in the source and its bytes without white space at the end.
        case comment(column: Int, Range<Int>)
    }

    /// A comment on the line of the token before, and how many spaces stand in front of it.
    private(set) var trailing: (spaces: Int, text: Range<Int>)?
    private(set) var lines: [Line] = []
    /// Whether the token after stands on another line than the one before.
    private(set) var hasBreak = false
    /// Whether there is nothing in it that a gap cannot have.
    private(set) var isPlain = true

    /// `startsLine`: nothing stands before the gap on its first line.
    init(_ bytes: [UInt8], _ range: Range<Int>, startsLine: Bool) {
        var index = range.lowerBound
        var isFirst = !startsLine
        while true {
            let lineStart = index
            while index < range.upperBound, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
            let textStart = index
            while index < range.upperBound, bytes[index] != 0x0A { index += 1 }
            let text = Self.withoutTrailingSpace(bytes, textStart..<index)
            let isLast = index == range.upperBound
            if let first = text.first, bytes[first] == UInt8(ascii: "#") {
                if isFirst {
                    trailing = (textStart - lineStart, text)
                } else {
                    lines.append(.comment(column: textStart - lineStart, text))
                }
            } else if !text.isEmpty {
                isPlain = false
            } else if !isFirst, !isLast {
                lines.append(.blank)
            }
            if isLast { return }
            index += 1
            isFirst = false
            hasBreak = true
        }
    }

    /// Empty lines that belong to the gap and were read as part of the token before.
    mutating func addBlankLine() { lines.insert(.blank, at: 0) }

    private static func withoutTrailingSpace(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        return range.lowerBound..<end
    }
}
