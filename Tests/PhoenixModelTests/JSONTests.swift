import PhoenixModel
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
        #expect(throws: JSONError.self) { try Value(json: "{\"\u{E9}\":0,\"e\u{301}\":1}") }
    }

    @Test("is refused when it is no UTF-8 or nested too deep")
    func limits() {
        #expect(throws: JSONError.self) { try Value(json: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try Value(json: String(repeating: "[", count: 100_000)) }
        let allowed = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect(throws: Never.self) { try Value(json: allowed) }
        #expect(throws: JSONError.self) { try Value(json: "[\(allowed)]") }
    }
}
