import PhoenixModel

/// A value of the panel that is left out of a saved plan, because it is or was a secret: only that it is there is kept.
enum HiddenValue {
    private static let mark: ValueMap = ["$hidden": true]

    static let value: Value = .map(mark)

    /// The fields with the mark in place of every plain value at `paths`. References to secrets stay: they are none.
    static func hiding(_ paths: SecretPaths, in fields: ServiceFields) -> ServiceFields {
        if paths.isEmpty { return fields }
        return mapped(fields) { hidden($0, at: $1.rawValue, paths) }
    }

    /// The fields with what the panel has in place of every mark; a mark for which it has nothing stays.
    static func filling(_ fields: ServiceFields, from live: ServiceFields) -> ServiceFields {
        mapped(fields) { value, field in
            live[field].map { filled(value, from: $0) } ?? value
        }
    }

    private static func mapped(_ fields: ServiceFields, _ transform: (Value, Field) -> Value) -> ServiceFields {
        var result = fields
        for field in Field.structured {
            if let value = fields[field] { result[field] = transform(value, field) }
        }
        return result
    }

    private static func hidden(_ value: Value, at path: String, _ paths: SecretPaths) -> Value {
        switch value {
        case .secret, .null, .writeOnlyMark: return value
        case _ where paths.contains(path): return Self.value
        case .map(let map):
            return .map(ValueMap(uniqueEntries: map.map { ($0.key, hidden($0.value, at: "\(path).\($0.key)", paths)) }))
        case .list(let elements):
            return .list(elements.enumerated().map { hidden($0.element, at: "\(path)[\($0.offset)]", paths) })
        default: return value
        }
    }

    private static func filled(_ value: Value, from live: Value) -> Value {
        switch (value, live) {
        case (.map(mark), _): live
        case (.map(let map), .map(let others)):
            .map(
                ValueMap(
                    uniqueEntries: map.map { key, value in (key, others[key].map { filled(value, from: $0) } ?? value) }
                ))
        case (.list(let elements), .list(let others)) where elements.count == others.count:
            .list(zip(elements, others).map { filled($0, from: $1) })
        default: value
        }
    }
}
