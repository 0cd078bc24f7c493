import Diagnostics
import PhoenixModel
import ValueDecoding
import YAMLReading

/// Finds the edits of a file's bytes that make one of its entries say something else, each as small as it can be:
/// comments, order, quotes and the rest of the file stay.
struct EntryEditor {
    /// Why a place is not edited.
    struct Refusal: Error {
        let reason: String
        /// The path below `values` that the value is nothing but a reference to.
        var reference: [String]?
    }

    /// Whose form a new value takes where both mean the same to most fields.
    enum Form: CaseIterable {
        /// Lists keep the order of their lines, and block scalars the line break at their end.
        case likeFile
        /// Exactly what the panel has.
        case likePanel
    }

    let form: Form
    var source: SourceText
    let arena: NodeArena
    private let entry: Int
    private(set) var edits: [TextEdit] = []
    /// The pairs that go, by their mapping: neighbours go in one piece.
    private var removals: [Int: Set<Int>] = [:]
    /// What is put into brackets, by their mapping, with the byte that it comes behind.
    private var flowInsertions: [Int: [(offset: Int, text: String)]] = [:]
    private var blocksWithInsertions: Set<Int> = []

    /// The entry whose key stands at `span`.
    init(_ file: SourceFile, id: SourceFileID, entryAt span: SourceSpan, form: Form) throws(Refusal) {
        let reader = YAMLFile(file: id, bytes: file.bytes)
        guard reader.isComplete, reader.diagnostics.isEmpty else { throw Refusal(reason: "its file cannot be read") }
        self.form = form
        source = reader.source
        arena = reader.arena
        guard let entry = Self.entry(at: span, in: reader) else {
            throw Refusal(reason: "its block is shared with others by an alias or a merge")
        }
        self.entry = entry
        if value(of: "for_each", in: entry) != nil {
            throw Refusal(reason: "its block creates several objects (for_each)")
        }
    }

    private static func entry(at span: SourceSpan, in reader: YAMLFile) -> Int? {
        let arena = reader.arena
        for document in arena.documents where arena[document].kind == .mapping {
            for (_, section) in arena.pairs(of: document) where arena[section].kind == .mapping {
                for (key, value) in arena.pairs(of: section)
                where arena.span(key, in: reader.source).start == span.start {
                    return arena[value].kind == .mapping ? value : nil
                }
            }
        }
        return nil
    }

    private func value(of name: String, in mapping: Int) -> Int? {
        arena.pairs(of: mapping).first { arena.text(of: $0.key) == name }?.value
    }

    // MARK: Changes

    /// The keys that the entry writes below a place; none where no mapping stands there.
    func keys(below names: [String]) -> [String] {
        var mapping = entry
        for name in names {
            guard let value = value(of: name, in: mapping), arena[value].kind == .mapping else { return [] }
            mapping = value
        }
        return arena.pairs(of: mapping).map { arena.text(of: $0.key) }
    }

    mutating func accept(_ change: AcceptedChange) throws(Refusal) {
        var new = change.value
        if change.field == .notify {
            guard new == nil || new == [] else {
                throw Refusal(reason: "the entry names notifications that are declared elsewhere")
            }
            new = []
        }
        var mapping = entry
        for (depth, name) in change.names.enumerated() {
            let rest = Array(change.names.dropFirst(depth + 1))
            guard let value = value(of: name, in: mapping) else {
                guard let new = Self.nested(new, below: rest) else { return }
                return try insert(name, new, into: mapping, isTop: depth == 0)
            }
            if rest.isEmpty {
                guard let new else { return try remove(name, from: mapping) }
                return try replace(value, with: new)
            }
            guard arena[value].kind == .mapping else {
                guard let new = Self.nested(new, below: rest) else { return }
                return try replace(value, with: new)
            }
            mapping = value
        }
    }

    /// Makes edits of what was gathered; to be called once, behind all changes.
    mutating func finish() throws(Refusal) {
        for (mapping, positions) in removals.sorted(by: { $0.key < $1.key }) {
            let pairs = arena.pairs(of: mapping)
            if arena[mapping].style == .flow {
                if positions.count == pairs.count, let insertions = flowInsertions.removeValue(forKey: mapping) {
                    let range = firstByte(of: pairs[0].key)..<lastByte(of: pairs[pairs.count - 1].value)
                    edit(range, insertions.map(\.text).joined(separator: ", "))
                } else {
                    removeRuns(positions, of: pairs.map { ($0.key, $0.value) })
                }
                continue
            }
            guard positions.count < pairs.count || blocksWithInsertions.contains(mapping) else {
                throw Refusal(reason: "the block would be empty")
            }
            for position in positions {
                let (key, value) = pairs[position]
                edits.append(TextEdit(range: lineStart(firstByte(of: key))..<lineEnd(lastByte(of: value)), text: ""))
            }
        }
        for (offset, text) in flowInsertions.sorted(by: { $0.key < $1.key }).flatMap(\.value) {
            edit(offset..<offset, ", \(text)")
        }
    }

    mutating func edit(_ range: Range<Int>, _ text: String, depth: Int = 0) {
        edits.append(TextEdit(range: range, text: text, depth: depth))
    }

    private static func nested(_ value: Value?, below names: [String]) -> Value? {
        value.map { names.reversed().reduce($0) { .map([$1: $0]) } }
    }

    private mutating func replace(_ node: Int, with value: Value) throws(Refusal) {
        let target = arena[node]
        if target.kind == .sequence, target.count > 0, case .list(let elements) = value, !elements.isEmpty {
            return try replaceElements(of: node, with: elements)
        }
        try checkIsLiteral(node)
        if target.kind == .scalar, target.style == .block, case .string(let text) = value {
            return replaceBlock(node, with: text)
        }
        if target.style == .block, target.kind == .mapping {
            throw Refusal(reason: "the file has another kind of value there now")
        }
        let text = ScalarStyle(of: target, writtenAs: source.slice(target)).text(of: value)
        edit(contentRange(of: node), text)
    }

    private mutating func remove(_ name: String, from mapping: Int) throws(Refusal) {
        let pairs = arena.pairs(of: mapping)
        guard let position = pairs.firstIndex(where: { arena.text(of: $0.key) == name }) else { return }
        try checkIsLiteral(pairs[position].value)
        removals[mapping, default: []].insert(position)
    }

    private mutating func insert(_ name: String, _ value: Value, into mapping: Int, isTop: Bool) throws(Refusal) {
        let pairs = arena.pairs(of: mapping)
        let text = "\(ScalarStyle.inline(.string(name))): \(ScalarStyle.inline(value))"
        // A field goes behind the last one that the documentation has before it, everything else to the end.
        let order = ManifestSchema.current.task.keys.map(\.name)
        let rank = order.firstIndex(of: name) ?? .max
        let before = isTop ? pairs.last { (order.firstIndex(of: arena.text(of: $0.key)) ?? .max) < rank } : pairs.last
        guard let before else {
            guard let first = pairs.first else { return edit(contentRange(of: mapping), "{ \(text) }") }
            let start = firstByte(of: first.key)
            let separator = arena[mapping].style == .flow ? ", " : "\(lineBreak)\(indentation(of: first.key))"
            return edit(start..<start, text + separator)
        }
        let end = lastByte(of: before.value)
        if arena[mapping].style == .flow {
            return flowInsertions[mapping, default: []].append((end, text))
        }
        blocksWithInsertions.insert(mapping)
        let line = lineEnd(end)
        let isOpen = line == source.bytes.count && source.bytes.last != 0x0A
        let entry = "\(indentation(of: before.key))\(text)"
        edit(
            line..<line, isOpen ? "\(lineBreak)\(entry)" : "\(entry)\(lineBreak)", depth: Int(arena[before.key].column))
    }

    // MARK: What must not be touched

    mutating func checkIsLiteral(_ node: Int) throws(Refusal) {
        for index in node..<Int(arena[node].end) {
            if arena[index].kind == .alias { throw Refusal(reason: "the value is an alias that others share") }
            guard arena[index].kind == .scalar, arena[index].flags.contains(.special) else { continue }
            let text = arena.text(of: index)
            guard text.contains("${") else { continue }
            guard index == node, let reference = TextTemplate(text).wholeReference, reference.isToValues else {
                throw Refusal(reason: "the value is a substitution: change its source")
            }
            throw Refusal(
                reason: "the value comes from '\(reference.name)': change it there",
                reference: Array(reference.path.dropFirst()))
        }
    }
}
