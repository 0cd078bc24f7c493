/// The text of one `|` or `>` scalar, taken apart so that it can be written at another depth.
struct BlockScalarText {
    /// `|`, `>`, and what stands behind: `|2-`.
    let indicators: ArraySlice<UInt8>
    /// The comment behind the indicators and how many spaces stand in front of it.
    let comment: (spaces: Int, text: ArraySlice<UInt8>)?
    /// The lines of the content without its indentation.
    private(set) var lines: [ArraySlice<UInt8>]
    /// Whether empty lines at the end were left out, which mean nothing.
    private(set) var dropsBlankLines = false
    /// The digit among the indicators.
    let explicitIndentation: Int?
    let chomping: UInt8?

    /// `parentColumn`: the column of the innermost block collection, in the source; nil at the root.
    init(_ text: ArraySlice<UInt8>, parentColumn: Int?) {
        var parts = text.split(separator: 0x0A, omittingEmptySubsequences: false)
        if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
        let header = parts.removeFirst()
        indicators = header.prefix { $0 != 0x20 && $0 != 0x09 }
        let rest = header.dropFirst(indicators.count)
        let commentText = rest.drop { $0 == 0x20 || $0 == 0x09 }
        comment = commentText.isEmpty ? nil : (rest.count - commentText.count, commentText.withoutTrailingSpace)
        let digit = indicators.first { (0x31...0x39).contains($0) }.map { Int($0 - 0x30) }
        explicitIndentation = digit
        chomping = indicators.dropFirst().first { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }

        let detected = parts.first { line in line.contains { $0 != 0x20 } }.map { $0.prefix { $0 == 0x20 }.count }
        let indentation = digit.map { $0 + (parentColumn ?? 0) } ?? detected ?? .max
        lines = parts.map { line in
            // Spaces beyond the indentation are content, even where nothing follows them.
            line.dropFirst(min(indentation, line.prefix { $0 == 0x20 }.count))
        }
        guard chomping != UInt8(ascii: "+") else { return }
        while lines.last?.isEmpty == true {
            lines.removeLast()
            dropsBlankLines = true
        }
    }
}

extension ArraySlice<UInt8> {
    /// The line without spaces and tabs at its end.
    var withoutTrailingSpace: ArraySlice<UInt8> {
        let end = lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? startIndex
        return self[..<end]
    }
}
