import Diagnostics
import PhoenixModel
import YAMLReading

/// Finds the edits of a file's bytes that make one of its entries say something else, each as small as it can be:
/// comments, order, quotes and the rest of the file stay.
struct EntryEditor {
    /// Why a place is not edited.
    struct Refusal: Error {
        let reason: String
    }

    private var source: SourceText
    private let arena: NodeArena
    private let entry: Int
    private(set) var edits: [TextEdit] = []

    /// The entry whose key stands at `span`.
    init(_ file: SourceFile, id: SourceFileID, entryAt span: SourceSpan) throws(Refusal) {
        let reader = YAMLFile(file: id, bytes: file.bytes)
        guard reader.isComplete, reader.diagnostics.isEmpty else { throw Refusal(reason: "its file cannot be read") }
        source = reader.source
        arena = reader.arena
        guard let entry = Self.entry(at: span, in: reader) else {
            throw Refusal(reason: "its block is shared with others by an alias or a merge")
        }
        self.entry = entry
        if value(of: "for_each", in: entry) != nil {
            throw Refusal(reason: "its block makes several objects (for_each)")
        }
    }

    private static func entry(at span: SourceSpan, in reader: YAMLFile) -> Int? {
        let arena = reader.arena
        for document in arena.documents where arena[document].kind == .mapping {
            for (_, section) in pairs(of: document, arena) where arena[section].kind == .mapping {
                for (key, value) in pairs(of: section, arena)
                where arena.span(key, in: reader.source).start == span.start {
                    return arena[value].kind == .mapping ? value : nil
                }
            }
        }
        return nil
    }

    private static func pairs(of mapping: Int, _ arena: NodeArena) -> [(key: Int, value: Int)] {
        var pairs: [(key: Int, value: Int)] = []
        var key = mapping + 1
        for _ in 0..<arena[mapping].count {
            let value = Int(arena[key].end)
            pairs.append((key, value))
            key = Int(arena[value].end)
        }
        return pairs
    }

    private func value(of name: String, in mapping: Int) -> Int? {
        Self.pairs(of: mapping, arena).first { arena.text(of: $0.key) == name }?.value
    }

    // MARK: Changes

    mutating func accept(_ change: AcceptedChange) throws(Refusal) {
        if change.field == .notify { throw Refusal(reason: "notifications are named, not written out in the entry") }
        var mapping = entry
        for (depth, name) in change.names.enumerated() {
            let rest = Array(change.names.dropFirst(depth + 1))
            guard let value = value(of: name, in: mapping) else {
                guard let new = Self.nested(change.value, below: rest) else { return }
                return try insert(name, new, into: mapping, isTop: depth == 0)
            }
            if rest.isEmpty {
                guard let new = change.value else { return try remove(name, from: mapping) }
                return try replace(value, with: new)
            }
            guard arena[value].kind == .mapping else {
                guard let new = Self.nested(change.value, below: rest) else { return }
                return try replace(value, with: new)
            }
            mapping = value
        }
    }

    private static func nested(_ value: Value?, below names: [String]) -> Value? {
        value.map { names.reversed().reduce($0) { .map([$1: $0]) } }
    }

    private mutating func replace(_ node: Int, with value: Value) throws(Refusal) {
        try checkIsLiteral(node)
        let target = arena[node]
        if target.kind == .sequence, target.style == .block, case .list(let elements) = value, target.count > 0 {
            return replaceLines(of: node, with: elements)
        }
        if target.style == .block, target.kind != .scalar {
            throw Refusal(reason: "another kind of value stands there now")
        }
        let text = ScalarStyle(of: target, writtenAs: source.slice(target)).text(of: value)
        edits.append(TextEdit(range: try range(of: node), text: text))
    }

    /// The elements of a block list, each on a line of its own.
    private mutating func replaceLines(of list: Int, with elements: [Value]) {
        let indentation = String(repeating: " ", count: Int(arena[list].column))
        let lines = elements.map { "- \(ScalarStyle.inline($0))" }
        let text = lines.joined(separator: "\(lineBreak)\(indentation)")
        let start = source.offset(line: Int(arena[list].line), column: Int(arena[list].column))
        let end = lastByte(of: list)
        edits.append(TextEdit(range: start..<end, text: elements.isEmpty ? "[]" : text))
    }

    private mutating func remove(_ name: String, from mapping: Int) throws(Refusal) {
        let pairs = Self.pairs(of: mapping, arena)
        guard let position = pairs.firstIndex(where: { arena.text(of: $0.key) == name }) else { return }
        try checkIsLiteral(pairs[position].value)
        let (key, value) = pairs[position]
        if arena[mapping].style == .flow {
            if position > 0 {
                edits.append(TextEdit(range: lastByte(of: pairs[position - 1].value)..<lastByte(of: value), text: ""))
            } else if pairs.count > 1 {
                edits.append(TextEdit(range: firstByte(of: key)..<firstByte(of: pairs[1].key), text: ""))
            } else {
                edits.append(TextEdit(range: firstByte(of: key)..<lastByte(of: value), text: ""))
            }
            return
        }
        guard pairs.count > 1 else { throw Refusal(reason: "the block would be empty") }
        edits.append(TextEdit(range: lineStart(firstByte(of: key))..<lineEnd(lastByte(of: value)), text: ""))
    }

    private mutating func insert(_ name: String, _ value: Value, into mapping: Int, isTop: Bool) throws(Refusal) {
        let pairs = Self.pairs(of: mapping, arena)
        let text = "\(ScalarStyle.inline(.string(name))): \(ScalarStyle.inline(value))"
        // A field goes behind the last one that the documentation has before it, everything else to the end.
        let order = ManifestShape.task.keys.map(\.name)
        let rank = order.firstIndex(of: name) ?? .max
        let before = isTop ? pairs.last { (order.firstIndex(of: arena.text(of: $0.key)) ?? .max) < rank } : pairs.last
        guard let before else {
            guard let first = pairs.first else {
                let range = try range(of: mapping)
                return edits.append(TextEdit(range: range, text: "{ \(text) }"))
            }
            let start = firstByte(of: first.key)
            let separator = arena[mapping].style == .flow ? ", " : "\(lineBreak)\(indentation(of: first.key))"
            return edits.append(TextEdit(range: start..<start, text: text + separator))
        }
        let end = lastByte(of: before.value)
        if arena[mapping].style == .flow {
            return edits.append(TextEdit(range: end..<end, text: ", \(text)"))
        }
        let line = lineEnd(end)
        let isOpen = line == source.bytes.count && source.bytes.last != 0x0A
        let entry = "\(indentation(of: before.key))\(text)"
        edits.append(
            TextEdit(
                range: line..<line, text: isOpen ? "\(lineBreak)\(entry)" : "\(entry)\(lineBreak)",
                depth: Int(arena[before.key].column)))
    }

    // MARK: What must not be touched

    private mutating func checkIsLiteral(_ node: Int) throws(Refusal) {
        for index in node..<Int(arena[node].end) {
            if arena[index].kind == .alias { throw Refusal(reason: "an alias stands there, which others share") }
            guard arena[index].kind == .scalar, arena[index].flags.contains(.special) else { continue }
            if arena.text(of: index).contains("${") {
                throw Refusal(reason: "a substitution stands there: change what it takes its value from")
            }
        }
    }

    // MARK: Places

    private mutating func firstByte(of node: Int) -> Int {
        source.offset(line: Int(arena[node].line), column: Int(arena[node].column))
    }

    /// Behind the last byte that belongs to a node: what libyaml gives as the end of block style is the start of what
    /// follows.
    private mutating func lastByte(of node: Int) -> Int {
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

    private mutating func range(of node: Int) throws(Refusal) -> Range<Int> {
        let start = firstByte(of: node)
        return start..<max(start, lastByte(of: node))
    }

    private func lineStart(_ offset: Int) -> Int {
        source.bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    }

    /// Behind the line break that ends the line.
    private func lineEnd(_ offset: Int) -> Int {
        source.bytes[offset...].firstIndex(of: 0x0A).map { $0 + 1 } ?? source.bytes.count
    }

    private func indentation(of key: Int) -> String { String(repeating: " ", count: Int(arena[key].column)) }

    /// As the file has them.
    private var lineBreak: String {
        guard let first = source.bytes.firstIndex(of: 0x0A), first > 0 else { return "\n" }
        return source.bytes[first - 1] == 0x0D ? "\r\n" : "\n"
    }
}
