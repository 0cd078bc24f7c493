/// Puts stored texts in the place of `{"set": true}`, where a client sends back what it was answered.
///
/// The schema says where that may be. A text is kept in the mapping that it was stored in, as long as the keys of its
/// `ObjectSchema.identity` say the same: a password must not go to another host because only the host was edited.
package struct WriteOnlyKeeping {
    /// The marks for which nothing could be put in.
    package private(set) var problems: [ValueProblem] = []
    private var path: [ValueProblem.PathElement] = []
    /// The key of an identity, of a mapping around the place, that is sent with another value than is stored.
    private var changedKey: String?

    package init() {}

    /// `sent` with what `stored` has in place of each mark. The marks of `problems` stay.
    package mutating func keep(_ sent: Value, from stored: Value?, _ schema: ValueSchema) -> Value {
        guard schema.hasWriteOnlyMark(in: sent) else { return sent }
        switch (schema, sent, stored) {
        case (.writeOnlyText, _, .string?):
            guard let changedKey else { return stored ?? sent }
            refuse("is kept only while \(changedKey) stays the same; send the value itself again")
            return sent
        case (.writeOnlyText, _, _):
            refuse("is sent as {\"set\": true}, but no value is stored that could be kept; send the value itself")
            return sent
        case (.list(let element, _, _), .list(let elements), .list(let stored)?):
            return .list(keep(elements, from: stored, element))
        case (.list(let element, _, _), .list(let elements), _): return .list(keep(elements, from: [], element))
        case (_, .map(let map), .map(let stored)?): return .map(keep(map, from: stored, schema))
        case (_, .map(let map), _): return .map(keep(map, from: nil, schema))
        default: return sent
        }
    }

    private mutating func refuse(_ message: String) {
        problems.append(ValueProblem(.outOfRange, at: path, message))
    }

    private mutating func keep(_ map: ValueMap, from stored: ValueMap?, _ schema: ValueSchema) -> ValueMap {
        let outer = changedKey
        defer { changedKey = outer }
        changedKey = outer ?? stored.flatMap { schema.changedIdentity(of: map, since: $0) }
        var result = map
        for (name, value) in map {
            guard let inner = schema.schema(ofKey: name, in: map) else { continue }
            path.append(.key(name))
            result[name] = keep(value, from: stored?[name], inner)
            path.removeLast()
        }
        return result
    }

    /// Elements have no name: each takes from the stored one that is the same but for its write-only texts, or else from
    /// the next one with its identity that no other element takes.
    private mutating func keep(_ elements: [Value], from stored: [Value], _ element: ValueSchema) -> [Value] {
        let plain = stored.map { element.canonical(element.markingWriteOnly(in: $0)) }
        var free = Set(stored.indices)
        var sources: [Int: Int] = [:]
        for isExact in [true, false] {
            for (index, value) in elements.enumerated() where sources[index] == nil {
                guard element.hasWriteOnlyMark(in: value) else { continue }
                let wanted = element.canonical(element.markingWriteOnly(in: value))
                let source = stored.indices.first { position in
                    guard free.contains(position), element.hasSameIdentity(value, stored[position]) else {
                        return false
                    }
                    return !isExact || plain[position] == wanted
                }
                guard let source else { continue }
                sources[index] = source
                free.remove(source)
            }
        }
        var result: [Value] = []
        for (index, value) in elements.enumerated() {
            path.append(.index(index))
            result.append(keep(value, from: sources[index].map { stored[$0] }, element))
            path.removeLast()
        }
        return result
    }
}

extension ValueSchema {
    /// Whether an element of a list may be the stored one.
    fileprivate func hasSameIdentity(_ sent: Value, _ stored: Value) -> Bool {
        guard case .map(let map) = sent, case .map(let others) = stored else { return true }
        return changedIdentity(of: map, since: others) == nil
    }

    /// The first key of the identity in which what is sent differs from what is stored. A mark says the same as any text.
    fileprivate func changedIdentity(of map: ValueMap, since stored: ValueMap) -> String? {
        let object: ObjectSchema
        switch self {
        case .object(let schema): object = schema
        case .variant(let variant):
            guard let type = map["type"]?.plainText, map["type"] == stored["type"], let chosen = variant[type] else {
                return "type"
            }
            if variant.dataKey != nil { return nil }
            object = chosen.schema
        default: return nil
        }
        return object.identity.first { name in
            guard let key = object[name] else { return false }
            guard let sent = map[name] ?? key.defaultValue, let stored = stored[name] ?? key.defaultValue else {
                return map[name] != stored[name]
            }
            let sides = key.schema.comparable(declared: stored, reported: sent)
            return sides.declared != sides.reported
        }
    }
}
