/// The canonical forms of values as JSON text with sorted keys, of which digests are made: the bytes of
/// `ValueSchema.canonical` and `Value.appendJSON`, with each secret as its reference, but written in one walk and without
/// a value in between.
package struct CanonicalJSON: Sendable {
    package var bytes: [UInt8] = []
    /// Whether there was a secret in what was written.
    package private(set) var hasSecrets = false

    package init() {}

    /// Starts again, in the memory that it has.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        hasSecrets = false
    }

    package mutating func append(_ value: Value, _ schema: ValueSchema) {
        switch value {
        case .null, .bool, .integer, .number: schema.canonical(value).appendJSON(to: &bytes, sortedKeys: true)
        case .string(let text): append(text, schema)
        case .secret(let secret):
            hasSecrets = true
            append(secret.reference, schema)
        case .list(let elements): append(elements, schema)
        case .map(let map): append(map, schema)
        }
    }

    /// Appends a text in quotes.
    package mutating func append(_ text: String) { Value.appendJSONString(text, to: &bytes) }

    private mutating func append(_ text: String, _ schema: ValueSchema) {
        append(schema.isText ? text.normalText() : text)
    }

    private mutating func append(_ elements: [Value], _ schema: ValueSchema) {
        guard case .list(let element, _, let isSet) = schema else { return append(elements, .plainList) }
        if isSet, elements.count > 1 {
            guard var texts = texts(elements, element) else { return appendInFull(.list(elements), schema) }
            texts.sort()
            bytes.append(UInt8(ascii: "["))
            for (position, text) in texts.enumerated() where position == 0 || texts[position - 1] != text {
                separate()
                append(text)
            }
        } else {
            bytes.append(UInt8(ascii: "["))
            for value in elements {
                separate()
                append(value, element)
            }
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// The canonical forms of elements that are texts, as those of most sets are; nil where one is something else.
    private mutating func texts(_ elements: [Value], _ schema: ValueSchema) -> [String]? {
        var texts: [String] = []
        texts.reserveCapacity(elements.count)
        for element in elements {
            guard let text = element.referenceText else { return nil }
            if case .secret = element { hasSecrets = true }
            texts.append(schema.isText ? text.normalText() : text)
        }
        return texts
    }

    private mutating func append(_ map: ValueMap, _ schema: ValueSchema) {
        switch schema {
        case .object(let object): append(map, object)
        case .variant(let variant): append(map, variant)
        case .map(_, let values, _): append(map, each: values)
        default: append(map, each: .any)
        }
    }

    private mutating func append(_ map: ValueMap, each schema: ValueSchema) {
        bytes.append(UInt8(ascii: "{"))
        map.forEachInKeyOrder { name, value in
            appendKey(name)
            append(value, schema)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func append(_ map: ValueMap, _ object: ObjectSchema) {
        bytes.append(UInt8(ascii: "{"))
        map.forEachInKeyOrder { name, value in
            guard let position = object.index(of: name) else {
                appendKey(name)
                return append(value, .any)
            }
            if object.leavesOut(value, at: position) {
                hasSecrets = hasSecrets || value.hasSecrets
            } else {
                appendKey(name)
                append(value, object.keys[position].schema)
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func append(_ map: ValueMap, _ variant: VariantSchema) {
        guard let type = map["type"]?.referenceText, let position = variant.index(of: type) else {
            return append(map, each: .any)
        }
        guard let dataKey = variant.dataKey else { return append(map, variant.cases[position].schema) }
        bytes.append(UInt8(ascii: "{"))
        map.forEachInKeyOrder { name, value in
            appendKey(name)
            if name == dataKey, case .map(let data) = value {
                append(data, variant.cases[position].schema)
            } else {
                append(value, .any)
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func appendKey(_ name: String) {
        separate()
        append(name)
        bytes.append(UInt8(ascii: ":"))
    }

    /// A comma, unless what comes is the first in its container. No value ends in a bracket that opens.
    private mutating func separate() {
        if bytes.last != UInt8(ascii: "["), bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
    }

    /// The long way, by the definition.
    private mutating func appendInFull(_ value: Value, _ schema: ValueSchema) {
        hasSecrets = hasSecrets || value.hasSecrets
        schema.canonical(value.replacingSecrets { $0.reference }).appendJSON(to: &bytes, sortedKeys: true)
    }
}

extension ValueSchema {
    /// A list of anything.
    fileprivate static let plainList = ValueSchema.list(.any, count: 0...Int.max, isSet: false)
}

extension Value {
    /// Plain text, or the reference of a secret; nil for everything else.
    fileprivate var referenceText: String? {
        switch self {
        case .string(let text): text
        case .secret(let secret): secret.reference
        default: nil
        }
    }
}

extension ObjectSchema {
    /// Whether the canonical form has not the key at `position`, since the value says what its absence says.
    fileprivate func leavesOut(_ value: Value, at position: Int) -> Bool {
        if case .null = value { return true }
        guard let canonicalDefault = keys[position].canonicalDefault else { return false }
        return keys[position].schema.canonical(value.replacingSecrets { $0.reference }) == canonicalDefault
    }
}
