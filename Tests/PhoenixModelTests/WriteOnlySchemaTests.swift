import PhoenixModel
import PhoenixTestSupport
import RandomFixtures
import Testing

@Suite("Write-only texts, wherever a schema has them,")
struct WriteOnlySchemaTests {
    private static let marker = "hunter2-"

    @Test("are never told, and kept when the mark is sent back", arguments: 0..<200)
    func everySchema(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let schema = random.schema(depth: 3)
        let value = random.value(of: schema)
        let shown = schema.markingWriteOnly(in: value)
        #expect(!shown.jsonText().contains(Self.marker), "\(shown.jsonText())")
        #expect(schema.hasWriteOnlyMark(in: shown) == value.jsonText().contains(Self.marker))
        #expect(schema.writeOnlyPaths(in: value, under: "x").count == value.occurrences(of: Self.marker))
        // What was answered fits, means the same, and sent back changes nothing.
        #expect(schema.problems(in: shown).isEmpty, "\(schema.problems(in: shown))")
        let (left, right) = schema.comparable(declared: value, reported: shown)
        #expect(left == right)
        var keeping = WriteOnlyKeeping()
        #expect(keeping.keep(shown, from: value, schema) == value)
        #expect(keeping.problems.isEmpty, "\(keeping.problems)")
    }

    @Test("that are secrets of the files are told by no schema either", arguments: 0..<50)
    func secrets(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let schema = random.schema(depth: 3)
        let value = random.value(of: schema)
        let secret = value.mappingTexts { text in
            text.hasPrefix(Self.marker) ? .secret(Secret(reference: "${secret:env:A}", value: text)) : .string(text)
        }
        #expect(schema.markingWriteOnly(in: secret) == schema.markingWriteOnly(in: value))
    }

    @Test("of a free key are free")
    func freeKeys() throws {
        let config = try Value(json: #"{"feature":{"set":true},"probe":{"type":"sftp","host":"a"}}"#)
        #expect(!ConfigRules.schema.hasWriteOnlyMark(in: config))
        var keeping = WriteOnlyKeeping()
        #expect(keeping.keep(config, from: nil, ConfigRules.schema) == config)
        #expect(keeping.problems.isEmpty)
    }

    @Test(
        "of a webhook go to no other address",
        arguments: [
            (#"[{"type":"webhook","url":"https://b","secret":{"set":true}}]"#, "[0].secret"),
            (#"[{"type":"discord","url":{"set":true}}]"#, "[0].url"),
            (#"[{"type":"webhook","url":"https://a","secret":{"set":true}}]"#, nil),
            (#"[{"type":"webhook","url":{"set":true},"secret":{"set":true},"on":["failed"]}]"#, nil),
            (#"[{"type":"webhook","url":{"set":true},"secret":"0123456789abcdef"}]"#, nil),
        ] as [(String, String?)])
    func signingKeys(sent: String, problem: String?) throws {
        let stored: Value = [["type": "webhook", "url": "https://a", "secret": "fedcba9876543210"]]
        var keeping = WriteOnlyKeeping()
        let kept = keeping.keep(try Value(json: sent), from: stored, NotifyRules.schema)
        #expect(keeping.problems.map(\.pathText) == [problem].compactMap(\.self))
        #expect(NotifyRules.schema.hasWriteOnlyMark(in: kept) == (problem != nil))
    }

    @Test(
        "of a webhook have 16 to 255 bytes",
        arguments: [
            ("0123456789abcdef", true), ("0123456789abcde", false), (String(repeating: "é", count: 8), true),
            (String(repeating: "é", count: 128), false), (String(repeating: "a", count: 255), true),
        ])
    func length(secret: String, fits: Bool) {
        let notify: Value = [["type": "webhook", "url": "https://a", "secret": .string(secret)]]
        #expect(NotifyRules.schema.problems(in: notify).isEmpty == fits)
        let discord: Value = [["type": "discord", "url": "https://a", "secret": .string(secret)]]
        #expect(
            NotifyRules.schema.problems(in: discord).first?.kind == .unknownKey(closest: nil, known: ["url", "on"]))
    }
}
extension Value {
    fileprivate func mappingTexts(_ transform: (String) -> Value) -> Value {
        switch self {
        case .string(let text): transform(text)
        case .list(let elements): .list(elements.map { $0.mappingTexts(transform) })
        case .map(let map): .map(map.mapValues { $0.mappingTexts(transform) })
        default: self
        }
    }

    fileprivate func occurrences(of text: String) -> Int { jsonText().split(separator: text).count - 1 }
}
