import Diagnostics
import Manifests
import Testing

@Suite("fmt")
struct ManifestFormatterTests {
    @Test("normalises what it says it does", arguments: FormatCase.all)
    func normalises(_ example: FormatCase) {
        #expect(example.formatted == example.after)
    }

    @Test("changes nothing in its own output", arguments: FormatCase.all)
    func isIdempotent(_ example: FormatCase) {
        #expect(ManifestFormatter.format(Array(example.after.utf8)) == .unchanged)
    }

    @Test("answers the errors of a file that is no YAML, with their place")
    func reportsSyntaxErrors() throws {
        guard case .invalid(let diagnostics) = ManifestFormatter.format(Array("a: 1\n  b: [\n".utf8)) else {
            throw UnexpectedResult()
        }
        #expect(diagnostics.map(\.code) == [.yamlSyntax])
        #expect(diagnostics.first?.span?.start == SourceLocation(line: 2, column: 4))
    }

    @Test("says that a file is not UTF-8")
    func reportsEncoding() throws {
        guard case .invalid(let diagnostics) = ManifestFormatter.format([0x61, 0x3A, 0x20, 0xFF, 0x0A]) else {
            throw UnexpectedResult()
        }
        #expect(diagnostics.map(\.code) == [.invalidUTF8])
    }

    @Test(
        "leaves a file alone that would mean something else, and says so as a warning",
        arguments: [
            // A line separator is a line break to libyaml and text to people.
            "a:  1\n\u{2028}\nb: 2\n",
            // With a space behind it the dash would begin a list.
            "a:   {b: -}\n",
        ])
    func leavesUnsafeFilesAlone(text: String) throws {
        guard case .invalid(let diagnostics) = ManifestFormatter.format(Array(text.utf8)) else {
            throw UnexpectedResult()
        }
        #expect(diagnostics.map(\.code) == [.formattingUnsafe])
        #expect(!diagnostics.hasErrors)
    }

    @Test("formats a file with a byte order mark, which it drops")
    func byteOrderMark() {
        let result = ManifestFormatter.format(Array("\u{FEFF}a:  1\nb:   2\n".utf8))
        #expect(result == .formatted(Array("a: 1\nb: 2\n".utf8)))
        #expect(
            ManifestFormatter.format(Array("\u{FEFF}a: 1\nb: 2\n".utf8)) == .formatted(Array("a: 1\nb: 2\n".utf8)))
    }

    private struct UnexpectedResult: Error {}
}
