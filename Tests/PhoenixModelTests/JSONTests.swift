import PhoenixModel
import RandomFixtures
import Testing

@Suite("JSON")
struct JSONTests {
    @Test(
        "comes back from text as it went there",
        arguments: [
            Value.null, true, false, 0, -9_223_372_036_854_775_808, 9_223_372_036_854_775_807, .number(1.5),
            .number(-1e300), "", "a \"quoted\" \\ back\\slash", "tab\tline\nend\r", "\u{0}\u{1F}\u{7F}",
            "Grüße 🎮 \u{202E}",
            [], [:], [1, "two", [.null], ["three": ["four": 5]]],
        ] as [Value])
    func roundTrip(value: Value) throws {
        #expect(try Value(json: value.jsonText()) == value)
        #expect(try Value(json: value.prettyJSONText()) == value)
    }

    @Test("keeps the order of keys, and equality ignores it")
    func keyOrder() throws {
        let value = try Value(json: #"{"b": 1, "a": {"d": 2, "c": 3}}"#)
        #expect(value.jsonText() == #"{"b":1,"a":{"d":2,"c":3}}"#)
        #expect(value.jsonText(sortedKeys: true) == #"{"a":{"c":3,"d":2},"b":1}"#)
        let other = try Value(json: #"{"a": {"c": 3, "d": 2}, "b": 1}"#)
        #expect(value == other)
        #expect(value.hashValue == other.hashValue)
    }

    @Test("reads escapes and surrogate pairs")
    func escapes() throws {
        #expect(try Value(json: #""\u0041\n\/\ud83c\udfae""#) == "A\n/🎮")
    }

    @Test("escapes what people could not see, and is read back the same")
    func unsafeCharacters() throws {
        let text: Value = "a\u{200B}b\u{202E}c\u{FEFF}d\u{E0041}e\u{AD}"
        #expect(text.jsonText() == #""a\u200bb\u202ec\ufeffd\udb40\udc41e\u00ad""#)
        #expect(try Value(json: text.jsonText()) == text)
    }

    @Test("in its canonical form escapes what it always has, so that digests stay")
    func canonicalEscapes() {
        let text: Value = "\u{85}\u{200B}\u{200E}\u{2028}\u{202E}\u{2066}\u{FEFF}\u{AD}"
        let written = "\"\\u0085\u{200B}\\u200e\\u2028\\u202e\\u2066\u{FEFF}\u{AD}\""
        #expect(text.jsonText(sortedKeys: true) == written)
    }

    @Test(
        "is refused with its place",
        arguments: [
            ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\":1,}", 7), ("01", 0), ("-", 1), ("1.", 2), ("1e", 2), ("1e999", 0),
            ("nul", 0), ("tru e", 0), ("\"a", 2), ("\"\n\"", 1), (#""\x""#, 3), (#""\ud800""#, 7),
            (#""\ud800\u0041""#, 13),
            (#""\udc00""#, 7), (#""\u00g0""#, 3), ("1 2", 2), (#"{"a":1,"a":2}"#, 7), ("{a:1}", 1), ("'a'", 0),
            ("[1 2]", 3),
        ])
    func malformed(text: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { try Value(json: text) }
        #expect(error?.offset == offset, "\(text): \(String(describing: error))")
    }

    @Test("finds a key that stands twice among many, also in another Unicode form")
    func duplicateKeys() {
        let many = (0..<100).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect(throws: JSONError.self) { try Value(json: "{\(many),\"k50\":1}") }
        for (one, other) in [
            ("\u{E9}", "e\u{301}"), ("a", #"\u0061"#), (#"\u0061"#, "a"), ("", ""), ("ab", #"a\u0062"#),
        ] {
            #expect(throws: JSONError.self) { try Value(json: "{\"\(one)\":0,\"x\":0,\"\(other)\":1}") }
        }
    }

    @Test("tells keys apart however much alike they are", arguments: 0..<200)
    func alikeKeys(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let keys = generator.alikeTexts(upTo: 12)
        let text = "{" + keys.map { "\"\($0)\":1" }.joined(separator: ",") + "}"
        let isRead = (try? Value(json: text)) != nil
        #expect(isRead == (Set(keys).count == keys.count), "\(text)")
    }

    @Test("reads the objects of a list as it reads each by itself", arguments: 0..<400, [12, 120])
    func objectsOfLists(seed: UInt64, keyCount: Int) {
        var generator = SeededGenerator(seed: seed)
        let keys = Set(generator.alikeTexts(upTo: keyCount) + ["\u{E9}", "e\u{301}", #"\u0061"#, "tab\\t"]).sorted()
        let objects = (0..<8).map { _ in generator.object(of: keys) }
        let each = objects.compactMap { try? Value(json: $0) }
        let list = try? Value(json: "[\(objects.joined(separator: ","))]")
        let expected: Value? = each.count == objects.count ? .list(each) : nil
        // Equality ignores the order of keys.
        #expect(list?.jsonText() == expected?.jsonText(), "\(objects)")
    }

    @Test("finds a key that stands twice in one of many large objects", arguments: [10, 40, 100])
    func duplicateKeysInLists(count: Int) throws {
        let keys = (0..<count).map { "\"k\($0)\":0" }
        let object = "{\(keys.joined(separator: ","))}"
        let reversed = "{\(keys.reversed().joined(separator: ","))}"
        let list = "[\(object),{},\(reversed),\(object)]"
        #expect(try Value(json: list).jsonText() == list)
        let (last, new) = (keys[count - 1], "\"new\":0")
        for broken in [
            keys + [keys[1]], [last] + keys, keys.reversed() + [keys[0]], keys + [last], keys + [new, new],
            keys.dropLast() + [new, last, last], keys.dropLast() + [new, last, new], [new] + keys + [new],
        ] {
            let text = "{\(broken.joined(separator: ","))}"
            #expect(throws: JSONError.self, "\(text)") { try Value(json: "[\(object),\(text)]") }
            #expect(throws: JSONError.self, "\(text)") {
                try Value(json: "[{\(keys.joined(separator: ",")),\(new)},\(text)]")
            }
        }
    }

    @Test("is refused when it is no UTF-8 or nested too deep")
    func limits() {
        #expect(throws: JSONError.self) { try Value(json: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try Value(json: String(repeating: "[", count: 100_000)) }
        let allowed = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect(throws: Never.self) { try Value(json: allowed) }
        #expect(throws: JSONError.self) { try Value(json: "[\(allowed)]") }
    }

    @Test(
        "tells whole numbers that fit into 64 bits from all others",
        arguments: [
            ("-0", 0), ("-9223372036854775808", .integer(.min)), ("9223372036854775807", .integer(.max)),
            ("-9223372036854775809", .number(-9_223_372_036_854_775_808)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("10000000000000000000000", .number(1e22)), ("1.0", .number(1)), ("1e2", .number(100)),
        ] as [(String, Value)])
    func wholeNumbers(text: String, value: Value) throws {
        #expect(try Value(json: text) == value)
    }

    @Test("means the same however it is written: with space anywhere and any character escaped", arguments: 0..<200)
    func anyWriting(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let value = random.value(depth: 3)
        let text = random.json(value)
        #expect(try Value(json: text) == value, "\(text)")
    }

    @Test("is read or refused the same from bytes that lie in pieces", arguments: 0..<200)
    func bytesInPieces(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var bytes = Array(random.json(random.value(depth: 3)).utf8)
        for _ in 0..<50 {
            let read = Result { () throws(JSONError) in try Value(json: bytes) }
            #expect(Result { () throws(JSONError) in try Value(json: AnyCollection(bytes)) } == read)
            if case .success(let value) = read { #expect(try Value(json: value.jsonText()) == value) }
            guard let place = bytes.indices.randomElement(using: &random) else { break }
            if Bool.random(using: &random) { bytes.remove(at: place) } else { bytes[place] = random.piece() }
        }
    }
}

extension SeededGenerator {
    /// Mostly the keys in their order, some left out; now and then in another order, or with one that stands twice.
    fileprivate mutating func object(of keys: [String]) -> String {
        var own = keys.filter { _ in Int.random(in: 0..<4, using: &self) > 0 }
        if Int.random(in: 0..<6, using: &self) == 0 { own.shuffle(using: &self) }
        if Int.random(in: 0..<20, using: &self) == 0 { own += keys.suffix(1) }
        let entries = own.map { key in
            let value = ["1", "\"\(key)\"", "{\"a\":1,\"b\":[{\"a\":2}]}", "{\"b\":1}"].randomElement(using: &self)
            return "\"\(key)\":\(value ?? "null")"
        }
        return "{\(entries.joined(separator: ","))}"
    }

    fileprivate mutating func piece() -> UInt8 {
        Array("{}[]:,\"\\u0e-. n\u{1}é".utf8).randomElement(using: &self) ?? 0
    }

    fileprivate mutating func text() -> String {
        let pieces = ["a", "\"", "\\", "/", "\n", "\t", "\u{0}", "é", "e\u{301}", "🎮", "long enough, ", " "]
        return (0..<Int.random(in: 0...6, using: &self)).compactMap { _ in pieces.randomElement(using: &self) }.joined()
    }

    fileprivate mutating func value(depth: Int) -> Value {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &self) {
        case 0: .null
        case 1: .bool(.random(using: &self))
        case 2: .integer(.random(in: .min ... .max, using: &self))
        case 3: .number(.random(in: -1e9...1e9, using: &self) + 0.5)
        case 4, 5: .string(text())
        case 6: .list((0..<Int.random(in: 0...5, using: &self)).map { _ in value(depth: depth - 1) })
        default:
            .map(ValueMap((0..<Int.random(in: 0...20, using: &self)).map { _ in (text(), value(depth: depth - 1)) }))
        }
    }

    /// The value as JSON, which looks different each time.
    fileprivate mutating func json(_ value: Value) -> String {
        let text =
            switch value {
            case .string(let text): quoted(text)
            case .list(let elements): "[\(elements.map { json($0) }.joined(separator: ","))\(space())]"
            case .map(let map):
                "{\(map.map { "\(space())\(quoted($0))\(space()):\(json($1))" }.joined(separator: ","))}"
            default: value.jsonText()
            }
        return space() + text + space()
    }

    private mutating func space() -> String { ["", "", "", " ", "\n\t\r "].randomElement(using: &self) ?? "" }

    private mutating func quoted(_ text: String) -> String {
        var json = ""
        for scalar in text.unicodeScalars {
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            if mustEscape || Int.random(in: 0..<4, using: &self) == 0 {
                for unit in UTF16.encode(scalar) ?? UTF16.EncodedScalar() {
                    let digits = String(unit, radix: 16, uppercase: .random(using: &self))
                    json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                json.unicodeScalars.append(scalar)
            }
        }
        return "\"\(json)\""
    }
}
