import Diagnostics
import PhoenixTestSupport
import RandomFixtures
import Testing
import YAMLReading

@Suite("Reading YAML")
struct YAMLFileTests {
    private func read(_ bytes: [UInt8]) -> YAMLFile { YAMLFile(file: SourceFileID(index: 0), bytes: bytes) }

    private func read(_ text: String) -> YAMLFile { read(Array(text.utf8)) }

    @Test("nodes stand in the order of the text, with the places where they begin and end")
    func places() throws {
        let file = read("a: [b, 'c d']\nä: {e: *x}\n".replacing("*x", with: "f"))
        let arena = file.arena
        #expect(file.isComplete && file.diagnostics.isEmpty)
        let root = try #require(arena.documents.first)
        #expect(arena[root].kind == .mapping && arena[root].count == 2)
        let texts = (root..<Int(arena[root].end)).filter { arena[$0].kind == .scalar }
        #expect(texts.map { arena.text(of: $0) } == ["a", "b", "c d", "ä", "e", "f"])
        let spans = texts.map { arena.span($0, in: file.source) }
        #expect(spans[2].start == SourceLocation(line: 1, column: 8) && spans[2].end.column == 13)
        #expect(spans[4].start == SourceLocation(line: 2, column: 5))
    }

    @Test("an alias refers to the node of its anchor, and nothing is copied")
    func aliases() throws {
        let arena = read("a: &x [1, 2]\nb: *x\n").arena
        let alias = try #require(arena.nodes.indices.first { arena[$0].kind == .alias })
        #expect(arena[arena.resolved(alias)].kind == .sequence)
        #expect(arena.expandedCount(alias) == 3 && arena.nodes.count == 7)
    }

    @Test(
        "a text that is not YAML is an error where it is to be mended",
        arguments: [
            ("tasks: 1️⃣[a, b\nproject: p\n", "never closed"), ("tasks: 1️⃣{ a: b\nproject: p\n", "never closed"),
            ("project: 1️⃣\"p\ntasks: {}\n", "never closed"), ("project: p\n1️⃣tasks\n", "neither 'key: value'"),
            ("project: p\n tasks1️⃣: {}\n", "a key is not allowed here"),
            ("tasks:\n  - a\n 1️⃣b: 1\n", "does not fit the lines above"),
            ("project: \"1️⃣\\q\"\n", "not a YAML escape"), ("project: \"p\" 1️⃣x\n", "does not fit"),
            ("project: p1️⃣\u{7}\n", "U+0007"), ("project: | 1️⃣x\n", "starts on the next line"),
            ("1️⃣!e!x p\n", "tag"),
        ])
    func syntax(_ marked: String, _ message: String) throws {
        let text = MarkedText(marked)
        let file = read(text.text)
        let diagnostic = try #require(file.diagnostics.first)
        #expect(!file.isComplete && file.diagnostics.count == 1)
        #expect(diagnostic.code == .yamlSyntax && diagnostic.message.contains(message), "\(diagnostic)")
        #expect(diagnostic.span?.start == text.places[1], "\(diagnostic)")
    }

    @Test(
        "a tab that indents is an error with a fix",
        arguments: ["tasks:\n1️⃣\ta: 1\n", "tasks:\n  a:\n  1️⃣\tb: 1\n", "project: p\n1️⃣\ttasks: x\n"])
    func tabs(_ marked: String) throws {
        let text = MarkedText(marked)
        let diagnostic = try #require(read(text.text).diagnostics.first)
        #expect(diagnostic.code == .tabIndentation && diagnostic.span?.start == text.places[1])
        #expect(diagnostic.fixIts.first?.replacement == "  ")
    }

    @Test("bytes that are not UTF-8 are an error at the first of them")
    func encoding() {
        func problem(_ bytes: [UInt8]) -> (code: DiagnosticCode?, line: Int32?, column: Int32?) {
            let diagnostics = read(bytes).diagnostics
            #expect(diagnostics.count == 1)
            let start = diagnostics.first?.span?.start
            return (diagnostics.first?.code, start?.line, start?.column)
        }
        #expect(problem(Array("project: p\n# f".utf8) + [0xFC, 0x72]) == (.invalidUTF8, 2, 4))
        #expect(problem(Array("project: ä".utf8) + [0x80]) == (.invalidUTF8, 1, 11))
        #expect(problem([0x7F, 0x45, 0x4C, 0x46, 0, 0, 0, 1]).code == .binaryFile)
        #expect(problem([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]).code == .binaryFile)
        #expect(problem([0xFF, 0xFE, 0x70, 0]).code == .invalidUTF8)
    }

    @Test("every key that a mapping had before is an error, however much alike the others are", arguments: 0..<200)
    func repeatedKeys(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        // Up to twelve are compared in pairs, more by their hashes.
        let keys = generator.alikeTexts(upTo: 30)
        let file = read("{ " + keys.map { "\"\($0)\": 1" }.joined(separator: ", ") + " }")
        let repeated = keys.indices.filter { keys[..<$0].contains(keys[$0]) }
        #expect(file.diagnostics.map(\.code) == repeated.map { _ in .duplicateMappingKey })
        // Where each key stands: behind the brace and the keys before it.
        let columns = keys.indices.map { position in keys[..<position].reduce(3) { $0 + $1.count + 7 } }
        let firsts = repeated.compactMap { position in keys.firstIndex(of: keys[position]).map { columns[$0] } }
        #expect(file.diagnostics.compactMap { $0.notes.first?.span?.start.column }.map { Int($0) } == firsts)
    }

    @Test("aliases of aliases end at a million values, at once")
    func bomb() {
        var text = "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...8 {
            let aliases = Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", ")
            text += "l\(level): &l\(level) [\(aliases)]\n"
        }
        let file = read(text)
        #expect(!file.isComplete)
        #expect(file.diagnostics.map(\.code) == [.expansionTooLarge])
        #expect(file.diagnostics.first?.span?.start.line == 6)
    }

    @Test("a hundred levels are fine and one more is an error, also through aliases")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(read(nested(100)).isComplete)
        #expect(read(nested(101)).diagnostics.map(\.code) == [.nestingTooDeep])
        #expect(read(String(repeating: "[", count: 1 << 20)).diagnostics.map(\.code) == [.nestingTooDeep])
        let opening = String(repeating: "[", count: 60)
        let text = MarkedText(
            "{ x: &deep \(nested(60)), y: \(opening)1️⃣*deep\(String(repeating: "]", count: 60)) }")
        let diagnostic = try #require(read(text.text).diagnostics.first)
        #expect(diagnostic.code == .nestingTooDeep && diagnostic.message.contains("more than 100"))
        #expect(diagnostic.span?.start == text.places[1])
    }
}
