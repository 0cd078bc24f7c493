import PhoenixModel
import YAMLReading

extension EntryEditor {
    /// Writes a text into a block scalar, whose head with its comment stays, as do the bytes of lines that are the same.
    /// A text that cannot stand in a block is put in quotes.
    mutating func replaceBlock(_ node: Int, with text: String) {
        let start = contentStart(of: node)
        let end = max(start, lastByte(of: node))
        var head = self.text(start..<min(lineEnd(start), end))
        while head.utf8.last == 0x0A { head.removeLast() }
        let indicators = head.prefix { $0 != " " && $0 != "\t" }
        let comment = head.dropFirst(indicators.count)

        let escaped = ScalarStyle.escaped(text)
        let content = escaped.hasSuffix("\n") ? escaped : escaped + "\n"
        guard let block = ScalarText.block(content), block.indicators != "|+" else {
            return edit(start..<end, ScalarText.quoted(escaped) + comment)
        }
        let isStripped = form == .likeFile ? indicators.contains("-") : !escaped.hasSuffix("\n")
        // A folded text of one line means the same; several would have to be folded anew.
        let style = indicators.hasPrefix(">") && block.lines.count == 1 ? ">" : "|"
        let indentation = self.indentation(ofContent: lineEnd(start)..<max(end, lineEnd(start)), below: start)
        let lines = block.lines.map { $0.isEmpty ? "" : "\(indentation)\($0)" }
        edit(start..<end, "\(style)\(isStripped ? "-" : "")\(comment)\(lineBreak)\(lines.joined(separator: lineBreak))")
    }

    /// That of the first line with anything on it, or two spaces more than the line of the head has.
    private func indentation(ofContent range: Range<Int>, below start: Int) -> String {
        var index = range.lowerBound
        while index < range.upperBound {
            let line = source.bytes[index..<lineEnd(index)]
            let spaces = line.prefix { $0 == 0x20 }
            if let first = line.dropFirst(spaces.count).first, first != 0x0A, first != 0x0D {
                return String(repeating: " ", count: spaces.count)
            }
            index = lineEnd(index)
        }
        let head = source.bytes[lineStart(start)...].prefix { $0 == 0x20 }
        return String(repeating: " ", count: head.count + 2)
    }
}
