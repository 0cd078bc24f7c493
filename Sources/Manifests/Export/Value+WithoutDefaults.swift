import PhoenixModel

extension Value {
    /// The value without keys that say what their absence says. Unlike in the canonical form everything else stays as it
    /// is, the order of sets included.
    func withoutDefaults(_ schema: ValueSchema) -> Value {
        switch (schema, self) {
        case (.object(let object), .map(let map)): .map(Self.withoutDefaults(map, object))
        case (.list(let element, _, _), .list(let elements)): .list(elements.map { $0.withoutDefaults(element) })
        case (.variant(let variant), .map(let map)): Self.withoutDefaults(map, variant) ?? self
        default: self
        }
    }

    private static func withoutDefaults(_ map: ValueMap, _ variant: VariantSchema) -> Value? {
        guard let type = map["type"]?.plainText, let kind = variant[type] else { return nil }
        guard let dataKey = variant.dataKey else { return .map(withoutDefaults(map, kind.schema)) }
        var result = map
        result[dataKey] = map[dataKey]?.withoutDefaults(.object(kind.schema))
        return .map(result)
    }

    private static func withoutDefaults(_ map: ValueMap, _ object: ObjectSchema) -> ValueMap {
        let entries = map.filter { name, value in
            guard let key = object[name] else { return true }
            return value != .null && key.schema.canonical(value) != key.defaultValue.map { key.schema.canonical($0) }
        }
        return ValueMap(
            uniqueEntries: entries.map { name, value in
                (name, object[name].map { value.withoutDefaults($0.schema) } ?? value)
            })
    }
}
