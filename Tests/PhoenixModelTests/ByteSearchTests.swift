import PhoenixModel
import RandomFixtures
import Testing

@Suite("A search for a word in bytes")
struct ByteSearchTests {
    @Test("finds the first place wherever it is, and nothing else", arguments: 0..<300)
    func anyPlace(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        // Few different bytes, so that words begin and end in many places without being there.
        let alphabet = Array("ab: ".utf8)
        let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
            alphabet.randomElement(using: &random) ?? 0
        }
        let start = Int.random(in: 0...bytes.count, using: &random)
        for word in ["a", "ab", "abba", "a: b", "aaaaaaaaaaaaaaaaaaaaaaaa"] as [StaticString] {
            let letters = Array("\(word)".utf8)
            let places = bytes.indices.filter { $0 >= start && bytes[$0...].starts(with: letters) }
            bytes.withUnsafeBufferPointer {
                #expect(ByteSearch.firstIndex(of: word, in: $0, from: start) == places.first)
            }
            #expect(
                ByteSearch.contains(word, in: bytes) == bytes.indices.contains { bytes[$0...].starts(with: letters) })
            #expect(ByteSearch.contains("\(word)", in: bytes) == ByteSearch.contains(word, in: bytes))
        }
        bytes.withUnsafeBufferPointer {
            let place = bytes[start...].firstIndex(of: alphabet[0])
            #expect(ByteSearch.firstIndex(of: alphabet[0], in: $0, from: start) == place)
        }
    }

    @Test("finds the word at any distance from the end")
    func everyLength() {
        for length in 0..<70 {
            let bytes = Array(repeating: UInt8(ascii: "p"), count: length) + Array("panel".utf8)
            for count in 0...40 {
                let all = bytes + Array(repeating: UInt8(ascii: "l"), count: count)
                all.withUnsafeBufferPointer { #expect(ByteSearch.firstIndex(of: "panel", in: $0) == length) }
            }
        }
    }

    @Test("finds the empty word everywhere, and nothing in no bytes")
    func nothing() {
        #expect(ByteSearch.contains("" as StaticString, in: []))
        #expect(!ByteSearch.contains("a" as StaticString, in: []))
    }
}
