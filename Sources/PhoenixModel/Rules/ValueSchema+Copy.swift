extension ValueSchema {
    /// The same rules in memory of their own. Walking rules counts references to their parts, and cores that count on the
    /// same parts wait for each other; whoever walks a great deal beside others takes a copy.
    package func copied() -> ValueSchema {
        switch self {
        case .boolean, .any: self
        case .integer(let range, let unit): .integer(range, in: unit)
        case .text(let rule): .text(rule)
        case .writeOnlyText(let rule): .writeOnlyText(rule)
        case .choice(let choices): .choice(choices.map { $0 })
        case .list(let element, let count, let isSet): .list(element.copied(), count: count, isSet: isSet)
        case .map(let keys, let values, let count): .map(keys: keys, values: values.copied(), count: count)
        case .object(let object): .object(object.copied())
        case .variant(let variant):
            .variant(
                VariantSchema(
                    name: variant.name,
                    cases: variant.cases.map { .init(type: $0.type, schema: $0.schema.copied(), summary: $0.summary) },
                    dataKey: variant.dataKey))
        }
    }
}

extension ObjectSchema {
    /// The same rules in memory of their own.
    package func copied() -> ObjectSchema {
        ObjectSchema(
            keys.map { key in
                Key(
                    key.name, key.schema.copied(), required: key.isRequired, default: key.defaultValue,
                    example: key.example, binding: key.binding, key.summary)
            }, allowsOthers: allowsOthers, shorthand: shorthand, identity: identity, conditions: conditions,
            exactlyOneOf: alternatives)
    }
}
