import PhoenixModel
import YAMLReading

extension EntryEditor {
    /// Gives a list other elements. Those that stay keep their bytes and their comments; a comment on a line of its own
    /// stays even where the element below it goes.
    mutating func replaceElements(of list: Int, with elements: [Value]) throws(Refusal) {
        let nodes = arena.elements(of: list)
        // The element of the list that says each new one, if any does.
        var unused = nodes
        var old: [Int?] = []
        for element in elements {
            let match = unused.firstIndex { says($0, element) }
            old.append(match.map { unused.remove(at: $0) })
        }
        for node in unused { try checkIsLiteral(node) }
        let kept = nodes.filter { !unused.contains($0) }
        let added = zip(elements, old).filter { $0.1 == nil }.map(\.0)
        let isInOrder = old.compactMap { $0 } == kept && old.drop { $0 != nil }.allSatisfy { $0 == nil }
        let keepsOrder = form == .likeFile || isInOrder
        if arena[list].style == .flow {
            return try replaceFlow(list, nodes, removed: Set(unused), added, keepsOrder ? nil : elements)
        }
        let order = keepsOrder ? kept.map(Optional.some) + added.map { _ in nil } : old
        try replaceLines(of: list, nodes, removed: Set(unused), order, added)
    }

    // MARK: Lines

    /// `order`: the elements from now on, nil for each added one.
    private mutating func replaceLines(
        of list: Int, _ nodes: [Int], removed: Set<Int>, _ order: [Int?], _ added: [Value]
    ) throws(Refusal) {
        let start = contentStart(of: list)
        let indentation = text(lineStart(start)..<start)
        guard indentation.utf8.allSatisfy({ $0 == 0x20 }) else {
            throw Refusal(reason: "the list begins on the line of another list")
        }
        // What stands above each element since the one before, and its own lines.
        var comments: [Int: String] = [:]
        var lines: [Int: String] = [:]
        var end = lineStart(start)
        for node in nodes {
            let dash = lineStart(dashOffset(before: node))
            comments[node] = text(end..<max(end, dash))
            end = lineEnd(lastByte(of: node))
            lines[node] = text(max(lineStart(start), dash)..<end)
        }
        let region = lineStart(start)..<end
        var result = ""
        var values = added[...]
        // Comments above an element that goes come before the next one.
        var orphans: [Int: String] = [:]
        var pending = ""
        for node in nodes {
            if removed.contains(node) {
                pending += comments[node] ?? ""
            } else {
                orphans[node] = pending
                pending = ""
            }
        }
        for node in order {
            if let node {
                result += (orphans[node] ?? "") + (comments[node] ?? "") + ended(lines[node] ?? "")
            } else if let value = values.popFirst() {
                result += "\(indentation)- \(ScalarStyle.inline(value))\(lineBreak)"
            }
        }
        result += pending
        if source.bytes[region].last != 0x0A, result.hasSuffix(lineBreak) { result.removeLast() }
        edit(region, result)
    }

    /// The last line of a file may lack its line break.
    private func ended(_ line: String) -> String { line.utf8.last == 0x0A ? line : line + lineBreak }

    /// Where the dash of an element of a block list stands.
    private mutating func dashOffset(before node: Int) -> Int {
        var index = firstByte(of: node)
        while index > 0, source.bytes[index - 1] == 0x20 || source.bytes[index - 1] == 0x09 { index -= 1 }
        return max(0, index - 1)
    }

    // MARK: Brackets

    private mutating func replaceFlow(
        _ list: Int, _ nodes: [Int], removed: Set<Int>, _ added: [Value], _ ordered: [Value]?
    ) throws(Refusal) {
        let new = added.map { ScalarStyle.inline($0) }.joined(separator: ", ")
        if let ordered {
            let range = contentRange(of: list)
            guard !text(range).contains("#") else { throw Refusal(reason: "comments in its brackets would be lost") }
            return edit(range, ScalarStyle.inline(.list(ordered)))
        }
        guard let last = nodes.last(where: { !removed.contains($0) }) else {
            return edit(firstByte(of: nodes[0])..<lastByte(of: nodes[nodes.count - 1]), new)
        }
        if !added.isEmpty {
            let end = lastByte(of: last)
            edit(end..<end, ", \(new)")
        }
        let positions = Set(nodes.indices.filter { removed.contains(nodes[$0]) })
        removeRuns(positions, of: nodes.map { ($0, $0) })
    }

    /// Takes parts out of brackets; each is its first and its last node.
    mutating func removeRuns(_ positions: Set<Int>, of parts: [(first: Int, last: Int)]) {
        var index = 0
        while index < parts.count {
            guard positions.contains(index) else {
                index += 1
                continue
            }
            let start = index
            while positions.contains(index) { index += 1 }
            if index < parts.count {
                edit(firstByte(of: parts[start].first)..<firstByte(of: parts[index].first), "")
                continue
            }
            let end = lastByte(of: parts[index - 1].last)
            let first = firstByte(of: parts[start].first)
            let before = start > 0 ? lastByte(of: parts[start - 1].last) : first
            if text(before..<first).contains("#") {
                // The comment stays, and so does the comma in front of it: one at the end is fine.
                edit(first..<behindComma(end), "")
            } else {
                edit(before..<end, "")
            }
        }
    }

    /// Behind the comma that follows a part of brackets; the part's end where none does.
    private func behindComma(_ end: Int) -> Int {
        let next = source.bytes[end...].drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return next.first == UInt8(ascii: ",") ? next.startIndex + 1 : end
    }

    // MARK: Equality

    /// Whether a node says a value: as it is loaded, without white space at the ends of texts.
    private func says(_ index: Int, _ value: Value) -> Bool {
        let node = arena.resolved(index)
        switch (arena[node].kind, value) {
        case (.scalar, .string(let text)):
            let written = arena.text(of: node)
            guard written.contains("${") else { return written.trimmed() == text.trimmed() }
            return !written.replacing("$${", with: "").contains("${")
                && written.replacing("$${", with: "${").trimmed() == text.trimmed()
        case (.scalar, .integer(let number)):
            return arena[node].style == .plain && arena.text(of: node) == String(number)
        case (.scalar, .bool(let bool)):
            return arena[node].style == .plain && arena.text(of: node) == (bool ? "true" : "false")
        case (.scalar, .null): return arena.isNull(node)
        case (.sequence, .list(let values)):
            let elements = arena.elements(of: node)
            return elements.count == values.count && zip(elements, values).allSatisfy { says($0, $1) }
        case (.mapping, .map(let map)):
            let pairs = arena.pairs(of: node)
            return pairs.count == map.count
                && pairs.allSatisfy { pair in map[arena.text(of: pair.key)].map { says(pair.value, $0) } ?? false }
        default: return false
        }
    }
}
