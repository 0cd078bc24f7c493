extension ValueSchema {
    /// The canonical form of a fitting value: sets sorted and without repetition, keys that say what their absence
    /// says removed, texts in their normal form. Two values mean the same when their canonical forms are equal.
    ///
    /// A value that does not fit (a panel may hold anything) comes back as it is where it does not.
    package func canonical(_ value: Value) -> Value {
        switch (self, value) {
        case (_, .string(let text)): return isText ? .string(text.normalText()) : value
        // JSON has one kind of number: 7.0 is a whole one.
        case (.integer, .number(let number)): return Int64(exactly: number).map { .integer($0) } ?? value
        case (.list(let element, _, let isSet), .list(let values)):
            let elements = values.map { element.canonical($0) }
            guard isSet, elements.count > 1 else { return .list(elements) }
            return .list(Value.sortedSet(elements))
        case (.map(_, let schema, _), .map(let map)):
            return .map(map.mapValues { schema.canonical($0) })
        case (.object(let object), .map(let map)):
            return .map(object.canonical(map))
        case (.variant(let variant), .map(let map)):
            guard let type = map["type"]?.plainText, let chosen = variant[type] else { return value }
            guard let dataKey = variant.dataKey else { return .map(chosen.schema.canonical(map)) }
            guard case .map(let data) = map[dataKey] else { return value }
            var canonical = map
            canonical[dataKey] = .map(chosen.schema.canonical(data))
            return .map(canonical)
        default:
            return value
        }
    }

    /// Whether texts that stand there are compared in their normal form.
    var isText: Bool {
        switch self {
        case .text, .writeOnlyText, .choice: true
        default: false
        }
    }
}

extension ObjectSchema {
    package func canonical(_ map: ValueMap) -> ValueMap {
        var entries: [ValueMap.Element] = []
        entries.reserveCapacity(map.count)
        for (name, value) in map {
            guard let key = self[name] else {
                entries.append((name, value))
                continue
            }
            let canonical = key.schema.canonical(value)
            // `null` is absent, as everywhere in the API.
            if canonical == .null || canonical == key.canonicalDefault { continue }
            entries.append((name, canonical))
        }
        return ValueMap(uniqueEntries: entries)
    }
}

extension Value {
    /// Sorts texts as texts and anything else by its JSON, then drops repetitions. Those with a write-only mark stay, for
    /// what looks alike there may differ.
    fileprivate static func sortedSet(_ elements: [Value]) -> [Value] {
        let sorted = elements.map { ($0.revealedText ?? $0.jsonText(sortedKeys: true), $0) }.sorted { $0.0 < $1.0 }
        var result: [Value] = []
        for (_, element) in sorted where result.last != element || element.mayHaveWriteOnlyMark {
            result.append(element)
        }
        return result
    }
}
