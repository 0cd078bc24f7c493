import YAMLReading

extension EntryEditor {
    /// Where a node begins, its anchor and tag included.
    mutating func firstByte(of node: Int) -> Int {
        source.offset(line: Int(arena[node].line), column: Int(arena[node].column))
    }

    /// Where a node's own text begins: behind its anchor and its tag, which stay.
    mutating func contentStart(of node: Int) -> Int {
        let bytes = source.bytes
        var index = firstByte(of: node)
        while index < bytes.count, bytes[index] == UInt8(ascii: "&") || bytes[index] == UInt8(ascii: "!") {
            while index < bytes.count, ![0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
            skipSpace(&index)
        }
        return index
    }

    /// Moves over white space and comments.
    private func skipSpace(_ index: inout Int) {
        while index < source.bytes.count {
            switch source.bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            case UInt8(ascii: "#"):
                while index < source.bytes.count, source.bytes[index] != 0x0A { index += 1 }
            default: return
            }
        }
    }

    /// Behind the last byte that belongs to a node: what libyaml gives as the end of block style is the start of what
    /// follows.
    mutating func lastByte(of node: Int) -> Int {
        let record = arena[node]
        if record.style == .block, record.kind != .scalar, record.count > 0 {
            let last = Int(record.end) - 1
            // The last node below may itself be within brackets, which end behind it.
            return Self.enclosing(last, below: node, arena).map { lastByte(of: $0) } ?? lastByte(of: last)
        }
        var end = source.offset(line: Int(record.endLine), column: Int(record.endColumn))
        if record.style == .block {
            let start = firstByte(of: node)
            while end > start, [0x0A, 0x0D, 0x20].contains(source.bytes[end - 1]) { end -= 1 }
        }
        return end
    }

    /// The outermost flow collection below a node that ends with its last node.
    private static func enclosing(_ last: Int, below node: Int, _ arena: NodeArena) -> Int? {
        (node + 1...last).first { index in
            arena[index].kind != .scalar && arena[index].kind != .alias && arena[index].style == .flow
                && Int(arena[index].end) - 1 == last
        }
    }

    mutating func contentRange(of node: Int) -> Range<Int> {
        let end = lastByte(of: node)
        return min(contentStart(of: node), end)..<end
    }

    func lineStart(_ offset: Int) -> Int {
        source.bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    }

    /// Behind the line break that ends the line.
    func lineEnd(_ offset: Int) -> Int {
        source.bytes[offset...].firstIndex(of: 0x0A).map { $0 + 1 } ?? source.bytes.count
    }

    func indentation(of key: Int) -> String { String(repeating: " ", count: Int(arena[key].column)) }

    func text(_ range: Range<Int>) -> String { String(decoding: source.bytes[range], as: UTF8.self) }

    /// As the file has them.
    var lineBreak: String {
        guard let first = source.bytes.firstIndex(of: 0x0A), first > 0 else { return "\n" }
        return source.bytes[first - 1] == 0x0D ? "\r\n" : "\n"
    }
}
