import Diagnostics
import ValueDecoding
import YAMLReading

/// Resolves the references that values have to each other, each value once.
///
/// Lists and mappings are not copied: a text that is nothing but a reference to one stands for it from then on.
struct ValueResolver {
    private enum State { case new, underWay, done }

    /// How deep values may lead from one to the next, their own depth included.
    private static let depthLimit = 100

    private var decoder: NodeDecoder
    private var states: [State]
    /// How deep each node leads that is done.
    private var heights: [Int]
    /// The references that led to what is being resolved.
    private var trail: [String] = []

    init(_ arena: NodeArena, names: [String: Int], _ origins: [NodeOrigin], _ sources: SubstitutionSources) {
        states = Array(repeating: .new, count: arena.count)
        heights = Array(repeating: 0, count: arena.count)
        decoder = NodeDecoder(arena, origins: origins, sources: sources)
        decoder.ownsValues = true
        decoder.values.names = names
    }

    var diagnostics: [Diagnostic] { decoder.diagnostics }

    var table: ValueTable { ValueTable(arena: decoder.arena, names: decoder.values.names) }

    mutating func resolveAll() {
        for (name, node) in decoder.values.names.sorted(by: { $0.key < $1.key }) {
            trail = ["values.\(name)"]
            decoder.path = [.name("values"), .name(name)]
            resolve(node, depth: 0)
        }
    }

    /// - Returns: whether it can be used. What is wrong with it is reported then, once.
    @discardableResult
    private mutating func resolve(_ index: Int, depth: Int) -> Bool {
        let node = decoder.arena.resolved(index)
        switch states[node] {
        case .done: return true
        case .underWay: return false
        case .new: break
        }
        guard depth < Self.depthLimit else {
            decoder.report(.valuesTooDeep(trail, at: decoder.span(node)))
            markBroken(node)
            return true
        }
        states[node] = .underWay
        if decoder.arena[node].kind == .scalar {
            resolveScalar(node, depth)
        } else {
            resolveChildren(of: node, depth)
        }
        states[node] = .done
        // What was resolved in parts may lead deeper than any part.
        if heights[node] >= Self.depthLimit {
            decoder.report(.valuesTooDeep(trail, at: decoder.span(node)))
            markBroken(node)
            heights[node] = 0
        }
        return true
    }

    private mutating func resolveChildren(of node: Int, _ depth: Int) {
        var size = 1
        var child = node + 1
        let isMapping = decoder.arena[node].kind == .mapping
        for position in 0..<Int(decoder.arena[node].count) * (isMapping ? 2 : 1) {
            let next = Int(decoder.arena[child].end)
            if !isMapping || position % 2 == 1 {
                let target = decoder.arena.resolved(child)
                resolve(child, depth: depth + 1)
                heights[node] = max(heights[node], heights[target] + 1)
            }
            size += decoder.arena.expandedCount(child)
            child = next
        }
        guard size <= ArenaBuilder.expansionLimit else {
            decoder.report(.valuesTooLarge(trail[0], at: decoder.span(node)))
            return makeEmpty(node)
        }
        decoder.arena.setExpandedCount(size, of: node)
    }

    private mutating func resolveScalar(_ node: Int, _ depth: Int) {
        guard decoder.arena[node].flags.contains(.special) else { return }
        let template = TextTemplate(decoder.arena.text(of: node))
        for reference in template.references where reference.isToValues {
            trail.append(reference.name)
            defer { trail.removeLast() }
            guard let target = target(of: reference, depth) else { continue }
            guard resolve(target, depth: depth + 1) else {
                decoder.report(.valueRefersToItself(trail, at: decoder.span(node)))
                return markBroken(node)
            }
            heights[node] = max(heights[node], heights[target] + 1, heights[decoder.arena.resolved(target)] + 1)
        }
        if let reference = template.wholeReference, let target = decoder.wholeValue(reference) {
            return decoder.arena.point(node, to: target)
        }
        guard let text = decoder.substituted(node, secrets: .allowed) else { return markBroken(node) }
        let reference = text.secret?.reference ?? TextTemplate.escaped(text.text)
        decoder.arena.replaceText(
            of: node, with: reference, isSpecial: TextTemplate.openings(in: reference) > 0, isPlain: text.isWhole)
    }

    /// The node that a reference leads to, when what stands on the way there is resolved.
    private mutating func target(of reference: Reference, _ depth: Int) -> Int? {
        guard var node = decoder.values.names[reference.path[1]] else { return nil }
        for name in reference.path.dropFirst(2) {
            if decoder.arena[decoder.arena.resolved(node)].kind == .scalar { resolve(node, depth: depth + 1) }
            let mapping = decoder.arena.resolved(node)
            guard decoder.arena[mapping].kind == .mapping,
                let value = decoder.value(named: name, in: mapping)
            else { return nil }
            node = value
        }
        return node
    }

    private mutating func markBroken(_ node: Int) {
        if decoder.arena[node].kind == .scalar { decoder.arena.markBroken(node) } else { makeEmpty(node) }
    }

    /// What is too much is left out, which is reported already.
    private mutating func makeEmpty(_ node: Int) {
        let broken = decoder.arena.graftText("", line: 0, columns: 0..<0, origin: -1)
        states.append(.done)
        heights.append(0)
        decoder.arena.markBroken(broken)
        decoder.arena.point(node, to: broken)
    }
}
