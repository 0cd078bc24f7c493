import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Reporting
import Testing

@Suite("Diagnostics as text")
struct DiagnosticTextTests {
    private func span(_ file: SourceFileID, _ line: Int, _ columns: Range<Int>) -> SourceSpan {
        SourceSpan(
            file: file, start: Diagnostics.SourceLocation(line: line, column: columns.lowerBound),
            end: Diagnostics.SourceLocation(line: line, column: columns.upperBound))
    }

    private func render(_ text: String, _ make: (SourceFileID) -> [Diagnostic]) -> String {
        var sources = SourceMap()
        let file = sources.add(SourceFile(name: "tasks.yaml", bytes: Array(text.utf8)))
        var renderer = DiagnosticText(sources: sources, style: .plain)
        return renderer.render(make(file))
    }

    private func caretLines(_ text: String, line: Int, columns: Range<Int>) -> [String] {
        render(text) { [Diagnostic(.unknownKey, "x", at: span($0, line, columns))] }
            .split(separator: "\n").map(String.init).filter { $0.contains("|") }
    }

    @Test("say what, where with the line and a caret, why, and what to do")
    func whole() throws {
        let text = render("tasks:\n  backup:\n    nmae: Nightly\n    name: Weekly\n") { file in
            [
                Diagnostic(
                    .unknownKey, "unknown key 'nmae' in task 'backup'", at: span(file, 3, 5..<9),
                    notes: [.init("'name' is here", at: span(file, 4, 5..<9)), .init("a note without a place")],
                    fixIts: [.init("replace 'nmae' with 'name'", at: span(file, 3, 5..<9), replacement: "name")],
                    help: "`phoenix explain tasks` lists the keys"),
                Diagnostic(.plainSecret, .warning, "looks like a secret"),
            ]
        }
        try GoldenFile.expect(text, named: "diagnostics.txt")
    }

    @Test(
        "point at the character, whatever stands before it",
        arguments: [
            ("abc: xyz", 6..<9, "1 | abc: xyz", "  |      ^^^"),
            ("\tabc: x", 7..<8, "1 |     abc: x", "  |          ^"),
            ("日本: x", 5..<6, "1 | 日本: x", "  |       ^"),
            ("e\u{301}a: x", 5..<6, "1 | e\u{301}a: x", "  |    ^"),
            ("a\u{1B}[31m: x", 9..<10, "1 | a\\u{1B}[31m: x", "  |              ^"),
            ("end", 4..<4, "1 | end", "  |    ^"),
        ] as [(String, Range<Int>, String, String)])
    func carets(text: String, columns: Range<Int>, line: String, caret: String) {
        #expect(caretLines(text, line: 1, columns: columns) == ["  |", line, caret])
    }

    @Test("count lines as editors do", arguments: ["a\nb\nX", "a\r\nb\r\nX", "a\rb\rX", "\u{FEFF}a\nb\nX\n"])
    func lines(text: String) {
        #expect(caretLines(text, line: 3, columns: 1..<2) == ["  |", "3 | X", "  | ^"])
    }

    @Test("show a window of a very long line")
    func longLine() {
        let text = String(repeating: "a", count: 10_000) + "X" + String(repeating: "b", count: 10_000)
        let lines = caretLines(text, line: 1, columns: 10_001..<10_002)
        #expect(lines[1].count < 140)
        let column = lines[2].distance(from: lines[2].startIndex, to: lines[2].firstIndex(of: "^") ?? lines[2].endIndex)
        #expect(Array(lines[1])[column] == "X")
    }

    @Test("keep to one line what others have written on several")
    func escaping() {
        let text = render("") { _ in [Diagnostic(.panelRefused, "said \"\u{1B}[2J\nok\"")] }
        #expect(text.hasPrefix(#"error[PHX0807]: said "\u{1B}[2J\nok""#))
    }

    @Test("fold warnings that say the same, never errors")
    func folding() {
        let text = render("a\n") { file in
            (0..<10).map { _ in Diagnostic(.unusualSchedule, .warning, "odd", at: span(file, 1, 1..<2)) }
                + (0..<10).map { _ in Diagnostic(.unknownKey, "bad", at: span(file, 1, 1..<2)) }
        }
        #expect(text.matches(of: /warning\[PHX0604\]/).count == 3)
        #expect(text.contains("warning: 7 more like this: odd"))
        #expect(text.matches(of: /error\[PHX0301\]/).count == 10)
        #expect(text.hasSuffix("10 errors, 10 warnings; `phoenix explain PHX0301` says more\n"))
    }

    @Test("are JSON for machines")
    func json() throws {
        var sources = SourceMap()
        let file = sources.add(SourceFile(name: "tasks.yaml", bytes: []))
        let place = span(file, 3, 5..<9)
        let value = DiagnosticJSON.value(
            [
                Diagnostic(
                    .unknownKey, "unknown key", at: place, notes: [.init("first", at: place)],
                    fixIts: [.init("replace", at: place, replacement: "name")], help: "help")
            ], sources: sources)
        try GoldenFile.expect(value.prettyJSONText() + "\n", named: "diagnostics.json")
        #expect(DiagnosticJSON.value([], sources: sources) == ["diagnostics": []])
    }
}
