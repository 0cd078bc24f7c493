/// What a value must look like: the one source for the checks of manifests and of panels, for the canonical form, for
/// the JSON schema and for `phoenix explain FIELD`.
package indirect enum ValueSchema: Sendable {
    case boolean
    case integer(ClosedRange<Int64>, in: Unit? = nil)
    case text(TextRule)
    /// Text that a panel answers as `{"set": true}`; that object sent back keeps what is stored.
    case writeOnlyText(TextRule)
    case choice([String])
    /// `isSet`: order and repetition mean nothing.
    case list(ValueSchema, count: ClosedRange<Int>, isSet: Bool)
    case map(keys: TextRule, values: ValueSchema, count: ClosedRange<Int>)
    case object(ObjectSchema)
    /// A mapping whose other keys depend on the text under its key `type`. With `dataKey` they stand in a mapping of
    /// their own under that key.
    case variant(VariantSchema)
    /// Any JSON value, for free keys.
    case any

    /// What a number counts.
    package enum Unit: Sendable {
        case seconds
        /// Seconds, which manifests write as `90`, `90s`, `4m` or `1h`.
        case duration
    }
}

extension ValueSchema {
    package var isInSeconds: Bool {
        if case .integer(_, .seconds) = self { true } else { false }
    }

    /// Whether a write-only text may stand in such a value, at any depth.
    package var hasWriteOnlyText: Bool {
        switch self {
        case .writeOnlyText: true
        case .list(let element, _, _): element.hasWriteOnlyText
        case .map(_, let values, _): values.hasWriteOnlyText
        case .object(let object): object.hasWriteOnlyText
        case .variant(let variant): variant.hasWriteOnlyText
        case .boolean, .integer, .text, .choice, .any: false
        }
    }

    /// The schema of what stands under a key of a mapping; nil for keys without rules.
    func schema(ofKey name: String, in map: ValueMap) -> ValueSchema? {
        switch self {
        case .map(_, let values, _): return values
        case .object(let object): return object[name]?.schema
        case .variant(let variant):
            guard let type = map["type"]?.plainText, let chosen = variant[String(type.trimmed())] else { return nil }
            guard let dataKey = variant.dataKey else { return chosen.schema[name]?.schema }
            return name == dataKey ? .object(chosen.schema) : nil
        default: return nil
        }
    }
}
