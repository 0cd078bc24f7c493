/// Nodes of other files, which are put behind the arena's own ones so that aliases can stand for them.
extension NodeArena {
    /// The number of the file that a node was taken from; nil for the arena's own nodes.
    package func origin(of index: Int) -> Int? {
        index < ownCount ? nil : Int(origins[index - ownCount])
    }

    /// How many nodes are the arena's own.
    private var ownCount: Int { nodes.count - origins.count }

    /// Puts a node with all below it behind the others, and what its aliases stand for before it, each once.
    ///
    /// `origin` is the number of the file that `other` was read from, for its own nodes; grafted ones keep theirs.
    /// - Returns: the index of the copy.
    @discardableResult
    package mutating func graft(_ index: Int, of other: NodeArena, origin: Int) -> Int {
        var copies: [Int: Int] = [:]
        return graft(index, of: other, origin, &copies)
    }

    private mutating func graft(_ index: Int, of other: NodeArena, _ origin: Int, _ copies: inout [Int: Int]) -> Int {
        let top = other.resolved(index)
        if let copy = copies[top] { return copy }
        let range = top..<Int(other.nodes[top].end)
        for node in range where other.nodes[node].kind == .alias {
            let target = other.resolved(node)
            if !range.contains(target) { _ = graft(target, of: other, origin, &copies) }
        }
        let start = nodes.count
        let shift = Int32(clamping: start - top)
        for node in range {
            var copy = other.nodes[node]
            copy.end += shift
            switch copy.kind {
            case .scalar:
                let place = Int(copy.first)
                copy.first = Int32(clamping: bytes.count)
                bytes.append(contentsOf: other.bytes[place..<place + Int(copy.count)])
            case .alias:
                let target = other.resolved(node)
                copy.first = Int32(clamping: range.contains(target) ? target + start - top : copies[target] ?? start)
            case .sequence, .mapping: break
            }
            append(copy, origin: other.origin(of: node) ?? origin)
        }
        copies[top] = start
        return start
    }

    /// Puts a mapping behind the others whose keys and values stand elsewhere in the arena. It has the place of `model`.
    package mutating func graftMapping(_ pairs: [(key: Int, value: Int)], at model: Int) -> Int {
        let (place, origin) = (placeNode(model), origin(of: model) ?? -1)
        let start = nodes.count
        let size = pairs.reduce(1) { $0 + expandedCount($1.key) + expandedCount($1.value) }
        append(
            YAMLNode(
                kind: .mapping, style: .flow, flags: [], line: place.line, column: place.column,
                endLine: place.endLine, endColumn: place.endColumn,
                end: Int32(clamping: start + 1 + 2 * pairs.count), first: Int32(clamping: size),
                count: Int32(clamping: pairs.count)), origin: origin)
        for pair in pairs {
            appendAlias(of: pair.key)
            appendAlias(of: pair.value)
        }
        return start
    }

    /// Puts a plain text behind the others, at a place of a file.
    package mutating func graftText(_ text: String, line: Int, columns: Range<Int>, origin: Int) -> Int {
        let start = nodes.count
        append(
            YAMLNode(
                kind: .scalar, style: .plain, flags: text.utf8.contains(UInt8(ascii: "$")) ? .special : [],
                line: Int32(clamping: line), column: Int32(clamping: columns.lowerBound),
                endLine: Int32(clamping: line),
                endColumn: Int32(clamping: columns.upperBound), end: Int32(clamping: start + 1),
                first: Int32(clamping: bytes.count), count: Int32(clamping: text.utf8.count)), origin: origin)
        bytes.append(contentsOf: text.utf8)
        return start
    }

    /// The node with its start, and its end where people would look for it.
    private func placeNode(_ index: Int) -> YAMLNode {
        var node = nodes[index]
        if node.style == .block, node.kind != .scalar, node.count > 0 {
            let first = nodes[index + 1]
            (node.endLine, node.endColumn) = (first.endLine, first.endColumn)
        }
        return node
    }

    private mutating func appendAlias(of index: Int) {
        let (node, target) = (placeNode(index), resolved(index))
        append(
            YAMLNode(
                kind: .alias, style: .plain, flags: node.flags, line: node.line, column: node.column,
                endLine: node.endLine, endColumn: node.endColumn, end: Int32(clamping: nodes.count + 1),
                first: Int32(clamping: target), count: 0), origin: origin(of: index) ?? -1)
    }

    private mutating func append(_ node: YAMLNode, origin: Int) {
        nodes.append(node)
        origins.append(Int32(clamping: origin))
    }

    // MARK: Changes in place

    /// Makes a scalar stand for another node from now on.
    package mutating func point(_ index: Int, to target: Int) {
        let node = nodes[index]
        nodes[index] = YAMLNode(
            kind: .alias, style: node.style, flags: .special, line: node.line, column: node.column,
            endLine: node.endLine, endColumn: node.endColumn, end: node.end, first: Int32(clamping: resolved(target)),
            count: 0)
    }

    /// Puts a node back as it was.
    package mutating func restore(_ node: YAMLNode, at index: Int) { nodes[index] = node }

    /// Gives a scalar another text. `isSpecial`: whether `${` in it means what it does elsewhere; `isPlain`: whether it is
    /// read by the type of the field that it comes to stand in.
    package mutating func replaceText(of index: Int, with text: String, isSpecial: Bool, isPlain: Bool) {
        let node = nodes[index]
        var flags = isPlain ? [] : node.flags
        if isSpecial { flags.insert(.special) } else { flags.remove(.special) }
        nodes[index] = YAMLNode(
            kind: .scalar, style: isPlain ? .plain : node.style, flags: flags, line: node.line, column: node.column,
            endLine: node.endLine, endColumn: node.endColumn, end: node.end, first: Int32(clamping: bytes.count),
            count: Int32(clamping: text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Marks a scalar of which no more is to be said.
    package mutating func markBroken(_ index: Int) {
        nodes[index].flags.insert(.broken)
        nodes[index].flags.remove(.special)
    }

    /// Takes down how many nodes a collection has when everything in it is written out.
    package mutating func setExpandedCount(_ count: Int, of index: Int) {
        nodes[index].first = Int32(clamping: count)
    }
}
