import PhoenixModel
import RandomFixtures
import Testing

@Suite("Canonical JSON")
struct CanonicalJSONTests {
    private static let schemas: [ValueSchema] =
        Field.allCases.map(\.definition.schema) + [TaskRules.writtenSchema, .object(StepRules.scheduleStep), .any]

    @Test("is the text of the canonical form, whatever the value", arguments: schemas.indices)
    func agreesWithCanonicalForm(_ position: Int) {
        let schema = Self.schemas[position]
        var values = ValueGenerator(generator: SeededGenerator(seed: UInt64(position)))
        var json = CanonicalJSON()
        for _ in 0..<500 {
            let value = values.value(for: schema)
            json.removeAll()
            json.append(value, schema)
            let expected = schema.canonical(value.replacingSecrets { $0.reference }).jsonText(sortedKeys: true)
            #expect(String(decoding: json.bytes, as: UTF8.self) == expected)
            #expect(json.hasSecrets == value.hasSecrets)
        }
    }

    @Test("has secrets as their references, and tells that there were some")
    func secrets() {
        let secret = Value.secret(Secret(reference: "${secret:env:CMD}", value: "say hi"))
        var json = CanonicalJSON()
        json.append(
            ["type": "server_command", "data": ["servers": ["b", "a", "b"], "command": secret]], TaskRules.schema)
        #expect(
            String(decoding: json.bytes, as: UTF8.self)
                == #"{"data":{"command":"${secret:env:CMD}","servers":["a","b"]},"type":"server_command"}"#)
        #expect(json.hasSecrets)
        json.removeAll()
        #expect(json.bytes.isEmpty && !json.hasSecrets)
    }
}

/// Random values that mostly fit a schema, with everything in them that canonical forms treat in a way of its own.
private struct ValueGenerator {
    var generator: SeededGenerator

    private static let texts = [
        "", "a", "b", "all", "say hi", " padded\t", "one\r\ntwo\rthree\n", "\"quoted\" \\ back", "tab\tbell\u{7}\u{7F}",
        "\u{E9}", "e\u{301}", "\u{2028}\u{202E}\u{85}", "\u{FEFF}marked", "🦊",
        "a text that is longer than fifteen bytes",
        "/", "restart", "type", "server_command", "webhook", "[", "{",
    ]

    mutating func value(for schema: ValueSchema) -> Value {
        if chance(12) { return anything(depth: 2) }
        switch schema {
        case .boolean: return .bool(Bool.random(using: &generator))
        case .integer(let range, _):
            let number = Int64.random(in: range, using: &generator)
            return chance(3) ? .number(Double(number)) : .integer(number)
        case .text, .writeOnlyText: return chance(8) ? .writeOnlyMark : text()
        case .choice(let choices): return chance(6) ? text() : .string(pick(choices))
        case .list(let element, _, _):
            return .list((0..<Int.random(in: 0...4, using: &generator)).map { _ in value(for: element) })
        case .map(_, let values, _):
            return .map(
                ValueMap(
                    (0..<Int.random(in: 0...3, using: &generator)).map { _ in (pick(Self.texts), value(for: values)) })
            )
        case .object(let object): return .map(map(of: object))
        case .variant(let variant):
            let chosen = pick(variant.cases)
            var map = variant.dataKey == nil ? map(of: chosen.schema) : ValueMap()
            if !chance(10) { map["type"] = chance(8) ? secret(chosen.type) : .string(chosen.type) }
            if let dataKey = variant.dataKey, !chance(10) { map[dataKey] = value(for: .object(chosen.schema)) }
            if chance(6) { map["extra"] = anything(depth: 1) }
            return .map(ValueMap(uniqueEntries: map.shuffled(using: &generator)))
        case .any: return anything(depth: 3)
        }
    }

    private mutating func map(of object: ObjectSchema) -> ValueMap {
        var map = ValueMap()
        for key in object.keys.shuffled(using: &generator) where !chance(3) {
            map[key.name] = key.defaultValue != nil && chance(2) ? key.defaultValue : value(for: key.schema)
        }
        if chance(5) { map[pick(Self.texts)] = anything(depth: 2) }
        return map
    }

    private mutating func anything(depth: Int) -> Value {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &generator))
        case 3: return .number(pick([0, -0.0, 7, 0.1, 1e300]))
        case 4, 5: return text()
        case 6: return .list((0..<Int.random(in: 0...3, using: &generator)).map { _ in anything(depth: depth - 1) })
        default:
            return .map(
                ValueMap(
                    (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                        (pick(Self.texts), anything(depth: depth - 1))
                    }))
        }
    }

    private mutating func text() -> Value { chance(5) ? secret(pick(Self.texts)) : .string(pick(Self.texts)) }

    private func secret(_ reference: String) -> Value { .secret(Secret(reference: reference, value: "hidden")) }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &generator)]
    }

    /// True once in so many times.
    private mutating func chance(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &generator) == 0 }
}
