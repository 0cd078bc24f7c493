package import Diagnostics
package import PhoenixModel
import YAMLReading

extension NodeDecoder {
    /// The node of a mapping, behind an alias; reports anything else, by the name of the field where it has no other.
    package mutating func mapping(_ node: Int, _ name: String? = nil) -> Int? {
        let target = arena.resolved(node)
        if arena[target].kind == .mapping { return target }
        if arena.isBroken(target) || reportsMissing(target) { return nil }
        report(.wrongType(name ?? field, "a mapping", found: found(node), at: span(node)))
        return nil
    }

    /// The pairs of a mapping with what merge keys bring in; keys that are no text are left out.
    package mutating func pairs(of mapping: Int) -> [Pair] {
        let node = arena[mapping]
        var pairs: [Pair] = []
        pairs.reserveCapacity(Int(node.count))
        var key = mapping + 1
        for _ in 0..<node.count {
            let value = Int(arena[key].end)
            if arena[arena.resolved(key)].kind == .scalar {
                pairs.append(Pair(key: key, value: value))
            } else if arena[key].flags.contains(.special) {
                // A reference to a list or mapping; what is written as one is reported already.
                report(.wrongType("a key", "text", found: found(key), at: span(key)))
            }
            key = Int(arena[value].end)
        }
        return node.flags.contains(.special) ? merged(pairs) : pairs
    }

    /// Own keys win over merged ones, and earlier merged mappings over later ones.
    private mutating func merged(_ own: [Pair]) -> [Pair] {
        var pairs = own.filter { !arena.isMergeKey($0.key) }
        var names = Set(pairs.map { arena.text(of: arena.resolved($0.key)) })
        for merge in own where arena.isMergeKey(merge.key) {
            let target = arena.resolved(merge.value)
            let isList = arena[target].kind == .sequence
            for mapping in isList ? arena.elements(of: target) : [merge.value] {
                let resolved = arena.resolved(mapping)
                guard arena[resolved].kind == .mapping else {
                    report(.badMergeKey(found(mapping), at: span(mapping)))
                    continue
                }
                for pair in self.pairs(of: resolved)
                where names.insert(arena.text(of: arena.resolved(pair.key))).inserted {
                    pairs.append(pair)
                }
            }
        }
        return pairs
    }

    /// The pairs with a known key and a value, with the index of the key in the schema. Reports unknown keys unless they
    /// begin with a text that is nobody's.
    package mutating func knownPairs(
        among pairs: [Pair], in schema: ObjectSchema, place: String, besides free: String? = nil
    ) -> [(index: Int, pair: Pair)] {
        var known: [(index: Int, pair: Pair)] = []
        known.reserveCapacity(pairs.count)
        for pair in pairs {
            guard let index = knownKey(pair.key, in: schema) else {
                if let free, arena.text(of: arena.resolved(pair.key)).hasPrefix(free) { continue }
                report(unknownKey(pair.key, among: schema.keys.map(\.name), place: place))
                continue
            }
            if !arena.isNull(pair.value) { known.append((index, pair)) }
        }
        return known
    }

    /// The index of a key in a schema.
    package func knownKey(_ node: Int, in schema: ObjectSchema) -> Int? {
        arena.withBytes(of: arena.resolved(node)) { schema.index(ofUTF8: $0) }
    }

    package func unknownKey(_ node: Int, among known: [String], place: String) -> Diagnostic {
        let closest = known.closest(to: arena.text(of: arena.resolved(node)))
        return unknownKey(node, closest: closest, among: known, place: place)
    }

    /// `closest` is the known key that was probably meant.
    package func unknownKey(_ node: Int, closest: String?, among known: [String], place: String) -> Diagnostic {
        let name = arena.text(of: arena.resolved(node))
        if let first = name.unicodeScalars.first, first.properties.isWhitespace, first.value > 0x7F {
            return .foreignSpace(first, at: span(node))
        }
        return .unknownKey(name, closest: closest, among: known, place: place, at: span(node))
    }

    /// What a node is, for messages: `a list`, `'abc'`, `the text "8"`. Never with a secret: those are placeholders.
    package func found(_ node: Int) -> String {
        let target = arena.resolved(node)
        switch arena[target].kind {
        case .mapping: return "a mapping"
        case .sequence: return "a list"
        case .alias, .scalar:
            if arena.isNull(target) { return "nothing" }
            let text = arena.text(of: target)
            let shown = text.unicodeScalars.count > 40 ? String(text.unicodeScalars.prefix(37)) + "..." : text
            return arena[target].style == .plain ? "'\(shown)'" : "the text \"\(shown)\""
        }
    }
}
