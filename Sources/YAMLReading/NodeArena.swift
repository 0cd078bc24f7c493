package import Diagnostics

/// The documents of one file as flat arrays in the order of the text: a node's children follow it.
///
/// Aliases are references; nothing is copied for them. Who reads it asks for every node many times: what is inlinable
/// here is so in other targets too, which takes a type that is `@usableFromInline`.
@usableFromInline package struct NodeArena: Sendable {
    @usableFromInline package internal(set) var nodes: ContiguousArray<YAMLNode> = []
    @usableFromInline package internal(set) var bytes: ContiguousArray<UInt8> = []
    /// The top node of each document that is not empty.
    package internal(set) var documents: [Int] = []
    /// The files of the last nodes, which were grafted; -1 for nodes that have the place of an own one.
    var origins: ContiguousArray<Int32> = []

    package init() {}

    @inlinable package subscript(index: Int) -> YAMLNode { nodes[index] }

    package var count: Int { nodes.count }

    /// Forgets the file and keeps the room.
    mutating func removeAll() {
        nodes.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        documents.removeAll(keepingCapacity: true)
        origins.removeAll(keepingCapacity: true)
    }

    /// The node that an alias stands for, or the node itself.
    @inlinable package func resolved(_ index: Int) -> Int {
        var index = index
        while nodes[index].kind == .alias { index = Int(nodes[index].first) }
        return index
    }

    @inlinable package func withBytes<Result, Failure: Error>(
        of index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let node = nodes[index]
        return try bytes.withUnsafeBufferPointer { all throws(Failure) in
            try body(UnsafeBufferPointer(rebasing: all[Int(node.first)..<Int(node.first) + Int(node.count)]))
        }
    }

    /// The keys and values of a mapping as they are written, without what merge keys bring in.
    package func pairs(of mapping: Int) -> [(key: Int, value: Int)] {
        var pairs: [(key: Int, value: Int)] = []
        pairs.reserveCapacity(Int(nodes[mapping].count))
        var key = mapping + 1
        for _ in 0..<nodes[mapping].count {
            let value = Int(nodes[key].end)
            pairs.append((key, value))
            key = Int(nodes[value].end)
        }
        return pairs
    }

    /// The nodes of a sequence.
    package func elements(of sequence: Int) -> [Int] {
        var elements: [Int] = []
        elements.reserveCapacity(Int(nodes[sequence].count))
        var element = sequence + 1
        for _ in 0..<nodes[sequence].count {
            elements.append(element)
            element = Int(nodes[element].end)
        }
        return elements
    }

    package func text(of index: Int) -> String {
        withBytes(of: index) { String(decoding: $0, as: UTF8.self) }
    }

    package func equals(_ index: Int, _ text: StaticString) -> Bool {
        guard Int(nodes[index].count) == text.utf8CodeUnitCount else { return false }
        return withBytes(of: index) { bytes in text.withUTF8Buffer { $0.elementsEqual(bytes) } }
    }

    /// Whether the node is a scalar that says nothing: plain and empty, `~` or `null`.
    @inlinable package func isNull(_ index: Int) -> Bool {
        let target = resolved(index)
        return nodes[target].count <= 4 && nodes[target].kind == .scalar && saysNothing(target)
    }

    @usableFromInline func saysNothing(_ target: Int) -> Bool {
        let node = nodes[target]
        guard node.style == .plain, node.flags.isDisjoint(with: [.text, .broken]) else { return false }
        return node.count == 0 || equals(target, "~") || equals(target, "null") || equals(target, "Null")
            || equals(target, "NULL")
    }

    /// Whether a node stands for an alias that is wrong, of which no more is to be said.
    package func isBroken(_ index: Int) -> Bool { nodes[index].kind == .scalar && nodes[index].flags.contains(.broken) }

    /// Whether a key is the one that merges another mapping in.
    package func isMergeKey(_ index: Int) -> Bool {
        nodes[index].kind == .scalar && nodes[index].style == .plain && nodes[index].count == 2 && equals(index, "<<")
    }

    /// How many nodes stand below and at an index when aliases are written out.
    package func expandedCount(_ index: Int) -> Int {
        let node = nodes[resolved(index)]
        return node.kind == .scalar ? 1 : Int(node.first)
    }

    /// The place of a node: of a block collection up to its first child, since its end is the start of what follows.
    package func span(_ index: Int, in source: SourceText) -> SourceSpan {
        let node = nodes[index]
        if node.style == .block, node.kind != .scalar, node.count > 0 {
            return SourceSpan(
                file: source.file, start: source.span(line: Int(node.line), column: Int(node.column)).start,
                end: span(index + 1, in: source).end)
        }
        return source.span(
            line: Int(node.line), column: Int(node.column), endLine: Int(node.endLine), endColumn: Int(node.endColumn))
    }
}
