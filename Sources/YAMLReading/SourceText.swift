package import Diagnostics

/// One file as libyaml reads it, and how its places map to those that people see.
///
/// libyaml also breaks lines at U+0085, U+2028 and U+2029, which editors do not; and where a missing quote was put in
/// to read on, the places behind it are moved back.
package struct SourceText: Sendable {
    /// Quotes that were put around a stretch of a line, all counted from 0, in columns of the original line.
    struct Patch {
        let line: Int
        let columns: Range<Int>
    }

    package let file: SourceFileID
    /// Without a byte order mark, with the quotes of all patches.
    package private(set) var bytes: [UInt8]
    private(set) var patches: [Patch] = []
    private let hasUnusualBreaks: Bool
    /// Found when the first problem needs it.
    private var lineTable: [Int]?

    package init(file: SourceFileID, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        hasUnusualBreaks = Self.hasUnusualBreaks(self.bytes)
    }

    // MARK: Places

    /// A span between marks of libyaml.
    package func span(line: Int, column: Int, endLine: Int, endColumn: Int) -> SourceSpan {
        SourceSpan(
            file: file, start: location(line: line, column: column), end: location(line: endLine, column: endColumn))
    }

    /// The place of one character.
    package func span(line: Int, column: Int) -> SourceSpan {
        span(line: line, column: column, endLine: line, endColumn: column + 1)
    }

    private func location(line: Int, column: Int) -> SourceLocation {
        var (line, column) = (line, column)
        if !patches.isEmpty { column = unpatched(line: line, column: column) }
        if hasUnusualBreaks { (line, column) = withoutUnusualBreaks(line: line, column: column) }
        return SourceLocation(line: line + 1, column: column + 1)
    }

    private func unpatched(line: Int, column: Int) -> Int {
        var original = column
        for patch in patches where patch.line == line {
            // In the text as read, the opening quote stands where the stretch began.
            let shift = 2 * patches.count { $0.line == line && $0.columns.upperBound <= patch.columns.lowerBound }
            let start = patch.columns.lowerBound + shift
            if column > start { original -= 1 }
            if column > start + patch.columns.count + 1 { original -= 1 }
        }
        return original
    }

    private func withoutUnusualBreaks(line: Int, column: Int) -> (line: Int, column: Int) {
        let starts = Self.lineStarts(bytes)
        var (realLine, realColumn, current) = (0, column, min(line, starts.count - 1))
        while current > 0, Self.isUnusualBreak(bytes, endingAt: starts[current]) {
            let quotes = 2 * patches.count { $0.line == current - 1 }
            realColumn += scalarCount(starts[current - 1]..<starts[current]) - quotes
            current -= 1
        }
        for index in 0..<current where !Self.isUnusualBreak(bytes, endingAt: starts[index + 1]) { realLine += 1 }
        return (realLine, realColumn)
    }

    // MARK: Text

    /// The number of the first line that starts with these bytes, counted from 0.
    mutating func firstLine(startingWith prefix: [UInt8]) -> Int? {
        starts().firstIndex { bytes[$0...].starts(with: prefix) }
    }

    /// The bytes of a line, counted from 0, without its break.
    mutating func line(_ number: Int) -> ArraySlice<UInt8> {
        let starts = starts()
        guard starts.indices.contains(number) else { return [] }
        let end = number + 1 < starts.count ? starts[number + 1] : bytes.count
        var line = bytes[starts[number]..<end].prefix { $0 != 0x0A && $0 != 0x0D }
        if number + 1 < starts.count, Self.isUnusualBreak(bytes, endingAt: end) {
            line.removeLast(line.last == 0x85 ? 2 : 3)
        }
        return line
    }

    /// The text of a node, as it is written.
    package mutating func slice(_ node: YAMLNode) -> ArraySlice<UInt8> {
        let start = offset(line: Int(node.line), column: Int(node.column))
        return bytes[start..<max(start, offset(line: Int(node.endLine), column: Int(node.endColumn)))]
    }

    /// The span of a range of bytes.
    package mutating func span(ofBytes range: Range<Int>) -> SourceSpan {
        let (start, end) = (mark(ofByte: range.lowerBound), mark(ofByte: range.upperBound))
        return span(line: start.line, column: start.column, endLine: end.line, endColumn: end.column)
    }

    /// Line and column, counted from 0, of a byte.
    package mutating func mark(ofByte offset: Int) -> (line: Int, column: Int) {
        let starts = starts()
        let offset = min(max(0, offset), bytes.count)
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return (low, scalarCount(starts[low]..<offset))
    }

    /// The byte at a mark of libyaml.
    package mutating func offset(line: Int, column: Int) -> Int {
        let starts = starts()
        guard starts.indices.contains(line) else { return bytes.count }
        var (offset, left) = (starts[line], column)
        while offset < bytes.count {
            if bytes[offset] & 0xC0 != 0x80 {
                if left == 0 { break }
                left -= 1
            }
            offset += 1
        }
        return offset
    }

    private func scalarCount(_ range: Range<Int>) -> Int {
        bytes[range].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }

    private mutating func starts() -> [Int] {
        if let lineTable { return lineTable }
        let starts = Self.lineStarts(bytes)
        lineTable = starts
        return starts
    }

    // MARK: Quotes put in

    /// Puts a text in place of a stretch of a line; only its first and last character may be new.
    mutating func patch(line: Int, columns: Range<Int>, with quoted: [UInt8]) {
        let original = unpatched(line: line, column: columns.lowerBound)
        let start = offset(line: line, column: columns.lowerBound)
        let end = offset(line: line, column: columns.upperBound)
        bytes.replaceSubrange(start..<end, with: quoted)
        patches.append(Patch(line: line, columns: original..<original + columns.count))
        lineTable = nil
    }

    // MARK: Line breaks

    private static func lineStarts(_ bytes: [UInt8]) -> [Int] {
        var starts = [0]
        var index = 0
        while index < bytes.count {
            let length = breakLength(bytes, at: index)
            index += max(1, length)
            if length > 0 { starts.append(index) }
        }
        return starts
    }

    private static func breakLength(_ bytes: [UInt8], at index: Int) -> Int {
        switch bytes[index] {
        case 0x0A: 1
        case 0x0D: index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
        case 0xC2: index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 2 : 0
        case 0xE2:
            index + 2 < bytes.count && bytes[index + 1] == 0x80 && (bytes[index + 2] | 1) == 0xA9 ? 3 : 0
        default: 0
        }
    }

    private static func isUnusualBreak(_ bytes: [UInt8], endingAt end: Int) -> Bool { bytes[end - 1] & 0x80 != 0 }

    private static func hasUnusualBreaks(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { raw in
            var index = 0
            while index < raw.count {
                let isPlain =
                    index + 8 <= raw.count
                    && raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
                if isPlain {
                    index += 8
                    continue
                }
                if raw[index] & 0x80 != 0, breakLength(bytes, at: index) > 0 { return true }
                index += 1
            }
            return false
        }
    }
}
