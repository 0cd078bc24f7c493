package import Diagnostics
import PhoenixModel
import YAMLReading

/// References to `values` and to the fields of `for_each`.
extension NodeDecoder {
    /// What a reference leads to.
    package enum Referent {
        case text(String)
        /// A node of the arena that is no alias and no `null`.
        case node(Int)
        case missing
    }

    package mutating func referent(of reference: Reference) -> Referent {
        if reference.isToValues { return value(of: reference) }
        guard let binding = bindings.first(where: { $0.name == reference.path[0] }) else { return .missing }
        switch binding.value {
        case .text(let text): return reference.path.count == 1 ? .text(text) : .missing
        case .node(let node): return self.node(below: node, reference.path.dropFirst())
        }
    }

    private mutating func value(of reference: Reference) -> Referent {
        let names = reference.path.dropFirst()
        if ownsValues {
            return values.names[reference.path[1]].map { node(below: $0, names.dropFirst()) } ?? .missing
        }
        if let known = valueNodes[reference.name] { return known.map { .node($0) } ?? .missing }
        let found = values.node(at: names).map { grafted($0) }
        valueNodes[reference.name] = .some(found)
        return found.map { .node($0) } ?? .missing
    }

    /// A node of the table as one of the arena's own, made once.
    private mutating func grafted(_ node: Int) -> Int {
        if let copy = grafts[node] { return copy }
        let copy = arena.graft(node, of: values.arena, origin: -1)
        grafts[node] = copy
        return copy
    }

    private mutating func node(below start: Int, _ names: ArraySlice<String>) -> Referent {
        var node = arena.resolved(start)
        for name in names {
            guard arena[node].kind == .mapping, let value = value(named: name, in: node) else { return .missing }
            node = arena.resolved(value)
        }
        return arena.isNull(node) ? .missing : .node(node)
    }

    package mutating func value(named name: String, in mapping: Int) -> Int? {
        if arena[mapping].flags.contains(.special) {
            return pairs(of: mapping).last { names($0, name) }?.value
        }
        var key = mapping + 1
        for _ in 0..<arena[mapping].count {
            let value = Int(arena[key].end)
            if names(Pair(key: key, value: value), name) { return value }
            key = Int(arena[value].end)
        }
        return nil
    }

    // MARK: Lists and mappings

    /// Lets every scalar below a node that is nothing but a reference to a list or mapping of `values` stand for it.
    package mutating func pointToValues(in range: Range<Int>) {
        for index in range where arena[index].kind == .scalar && arena[index].flags.contains(.special) {
            guard let reference = TextTemplate(arena.text(of: index)).wholeReference, reference.isToValues,
                let target = collection(reference)
            else { continue }
            guard charge(expandedSize(target)) else {
                report(.valuesTooLarge(reference.name, at: span(index)))
                arena.markBroken(index)
                continue
            }
            arena.point(index, to: target)
        }
    }

    /// The list or mapping that a reference stands for where it is all there is; nil where it stands for a text.
    package mutating func collection(_ reference: Reference) -> Int? {
        switch referent(of: reference) {
        case .node(let node): arena[node].kind == .scalar ? nil : node
        case .text: nil
        case .missing: reference.fallback?.wholeReference.flatMap { collection($0) }
        }
    }

    /// The node that a reference stands for where it is all there is; nil where a default that is a text does, or where
    /// there is nothing.
    package mutating func wholeValue(_ reference: Reference) -> Int? {
        guard case .node(let node) = referent(of: reference), arena[node].kind != .scalar || arena[node].count > 0
        else {
            return reference.fallback?.wholeReference.flatMap { wholeValue($0) }
        }
        return node
    }

    /// Reports that a scalar is nothing but a reference to nothing, where a list or mapping is wanted.
    package mutating func reportsMissing(_ node: Int) -> Bool {
        guard arena[node].kind == .scalar, arena[node].flags.contains(.special),
            let reference = TextTemplate(arena.text(of: node)).wholeReference, reference.fallback == nil,
            case .missing = referent(of: reference)
        else { return false }
        reportMissing(reference, at: span(node))
        return true
    }

    /// The scalars at and below a node, behind aliases too, that are nothing but a reference to one of the names.
    package func wholeReferences(to names: [String], below top: Int) -> [(node: Int, reference: Reference)] {
        var found: [(node: Int, reference: Reference)] = []
        var visited: Set<Int> = []
        var pending = [top]
        while let start = pending.popLast() {
            let start = arena.resolved(start)
            guard visited.insert(start).inserted else { continue }
            for index in start..<Int(arena[start].end) {
                if arena[index].kind == .alias { pending.append(Int(arena[index].first)) }
                guard arena[index].kind == .scalar, arena[index].flags.contains(.special),
                    let reference = TextTemplate(arena.text(of: index)).wholeReference,
                    names.contains(reference.path[0])
                else { continue }
                found.append((index, reference))
            }
        }
        return found
    }

    // MARK: Limits

    /// How many nodes stand below and at a node when aliases and references to values are written out.
    package func expandedSize(_ node: Int) -> Int {
        let top = arena.resolved(node)
        if !isLayered || arena[top].kind == .scalar { return arena.expandedCount(top) }
        if let origin = arena.origin(of: top), origin >= 0 { return arena.expandedCount(top) }
        var size = 1
        var child = top + 1
        for _ in 0..<Int(arena[top].count) * (arena[top].kind == .mapping ? 2 : 1) {
            size += expandedSize(child)
            child = Int(arena[child].end)
        }
        return size
    }

    // MARK: Messages

    package mutating func reportMissing(_ reference: Reference, at span: SourceSpan) {
        let (first, path) = (reference.path[0], reference.path)
        if !reference.isToValues {
            guard let binding = bindings.first(where: { $0.name == first }) else {
                return report(.undefinedName(reference.name, known: bindings.map(\.name), at: span))
            }
            guard case .node(let node) = binding.value else {
                return report(.noFields(first, "a text", path[1], at: span))
            }
            return reportMissing(path, from: 1, below: node, in: arena, at: span)
        }
        let table = ownsValues ? arena : values.arena
        guard let node = values.names[path[1]] else {
            return report(.undefinedValue(reference.name, in: "values", known: values.names.keys.sorted(), at: span))
        }
        reportMissing(path, from: 2, below: node, in: table, at: span)
    }

    private mutating func reportMissing(
        _ path: [String], from start: Int, below top: Int, in arena: NodeArena, at span: SourceSpan
    ) {
        var node = arena.resolved(top)
        for (depth, name) in path.enumerated().dropFirst(start) {
            let place = path[..<depth].joined(separator: ".")
            guard arena[node].kind == .mapping else {
                let kind = arena[node].kind == .sequence ? "a list" : arena.isNull(node) ? "nothing" : "a text"
                return report(.noFields(place, kind, name, at: span))
            }
            let pairs = arena.pairs(of: node)
            guard let pair = pairs.first(where: { arena.text(of: arena.resolved($0.key)) == name }) else {
                let known = pairs.map { arena.text(of: arena.resolved($0.key)) }.filter { $0 != "<<" }
                return report(
                    .undefinedValue(path[...depth].joined(separator: "."), in: place, known: known, at: span))
            }
            node = arena.resolved(pair.value)
        }
        report(.valueIsNull(path.joined(separator: "."), at: span))
    }
}
