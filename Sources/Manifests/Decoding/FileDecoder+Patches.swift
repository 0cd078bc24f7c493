import Diagnostics
import PhoenixModel
import ValueDecoding
import YAMLReading

extension FileDecoder {
    /// An entry as its patches make it.
    struct PatchedEntry {
        var pairs: [Pair]
        /// How many nodes its patches have it read.
        var patchSize = 0
        /// Keys that a patch takes out, with their places.
        var resets: [(name: String, span: SourceSpan)] = []
        /// What is nothing but a reference to a name of its `for_each`, as it was read.
        var references: [(node: Int, original: YAMLNode, reference: Reference)] = []
    }

    /// The patches of an entry; nil when one of them takes it out.
    mutating func patches(of key: String) -> [Int]? {
        let matched = patches.matches(key)
        for number in matched {
            contents.usedPatches.insert(number)
            guard patches.patches[number].node == nil else { continue }
            contents.removed.append(.init(key: key, patch: patches.patches[number].keySpan))
            return nil
        }
        return matched
    }

    /// The pairs of an entry with those of its patches merged in.
    mutating func patched(_ pairs: [Pair], by matched: [Int], _ key: NamedReference) -> PatchedEntry {
        var entry = PatchedEntry(pairs: pairs)
        reportCollisions(matched, key)
        for number in matched {
            guard let node = patches.patches[number].node else { continue }
            let mapping = graftedPatch(node)
            for pair in reader.pairs(of: mapping) where reader.arena.isNull(pair.value) {
                entry.resets.append((reader.arena.text(of: reader.arena.resolved(pair.key)), reader.span(pair.key)))
            }
            entry.patchSize += reader.expandedSize(mapping)
            entry.pairs = merged(entry.pairs, reader.pairs(of: mapping))
        }
        return entry
    }

    private mutating func graftedPatch(_ node: Int) -> Int {
        if let copy = reader.grafts[node] { return copy }
        let start = reader.arena.count
        let copy = reader.arena.graft(node, of: reader.values.arena, origin: -1)
        reader.pointToValues(in: start..<reader.arena.count)
        reader.grafts[node] = copy
        return copy
    }

    /// Mappings are merged, `null` takes a key out, and everything else is replaced.
    mutating func merged(_ lower: [Pair], _ upper: [Pair]) -> [Pair] {
        var pairs = lower
        for pair in upper {
            let name = reader.arena.text(of: reader.arena.resolved(pair.key))
            let index = pairs.firstIndex { reader.names($0, name) }
            if reader.arena.isNull(pair.value) {
                if let index { pairs.remove(at: index) }
                continue
            }
            guard let index else {
                pairs.append(pair)
                continue
            }
            let (old, new) = (reader.arena.resolved(pairs[index].value), reader.arena.resolved(pair.value))
            guard reader.arena[old].kind == .mapping, reader.arena[new].kind == .mapping else {
                pairs[index] = pair
                continue
            }
            let inner = merged(reader.pairs(of: old), reader.pairs(of: new))
            let mapping = reader.arena.graftMapping(inner.map { ($0.key, $0.value) }, at: pair.value)
            pairs[index] = Pair(key: pair.key, value: mapping)
        }
        return pairs
    }

    // MARK: Collisions

    /// Files of one layer have no order, so two of them must not patch the same thing.
    private mutating func reportCollisions(_ matched: [Int], _ key: NamedReference) {
        guard matched.count > 1 else { return }
        var earlier: [(path: [String], span: SourceSpan, patch: Patch)] = []
        for number in matched {
            let patch = patches.patches[number]
            guard let node = patch.node else { continue }
            let mapping = graftedPatch(node)
            for leaf in leaves(of: mapping, below: []) {
                if let other = earlier.first(where: {
                    $0.patch.layer == patch.layer && $0.patch.file != patch.file
                        && zip($0.path, leaf.path).allSatisfy(==)
                }) {
                    reader.report(
                        .patchesCollide(
                            leaf.path.joined(separator: "."), of: key.text, at: leaf.span, first: other.span))
                }
                earlier.append((leaf.path, leaf.span, patch))
            }
        }
    }

    private mutating func leaves(of mapping: Int, below path: [String]) -> [(path: [String], span: SourceSpan)] {
        reader.pairs(of: mapping).flatMap { pair -> [(path: [String], span: SourceSpan)] in
            let inner = path + [reader.arena.text(of: reader.arena.resolved(pair.key))]
            let value = reader.arena.resolved(pair.value)
            guard reader.arena[value].kind == .mapping, reader.arena[value].count > 0 else {
                return [(inner, reader.span(pair.key))]
            }
            return leaves(of: value, below: inner)
        }
    }
}
