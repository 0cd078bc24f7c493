import HTTPTransport
import Testing

@Suite("What a request has carried")
struct RedactionTests {
    @Test("is hidden in what comes back, one secret within another too")
    func isHiddenInWhatComesBack() {
        let redact = Redaction(of: ["hunter2", "hunter2-and-more", "abc"])
        #expect(redact("hunter2-and-more, hunter2, abc") == "(secret), (secret), abc")
    }

    @Test("is hidden before a text is cut")
    func isHiddenBeforeATextIsCut() {
        let body = Array((String(repeating: "x", count: 195) + "hunter2hunter2").utf8)
        #expect(Excerpt.firstLine(of: body, redacted: Redaction(of: ["hunter2hunter2"])).hasSuffix("x(secr…"))
    }
}

@Suite("An excerpt of a body")
struct ExcerptTests {
    @Test(
        "is its title, or its first line with nothing that a terminal obeys",
        arguments: [
            ("<!DOCTYPE html>\n<html><head><title>\n  Access\n denied </title></head>", "Access denied"),
            ("<html><body>\n<h1>404</h1>", "404"),
            ("\n\n  hello \u{1B}[31mred\u{7}\nmore", "hello \\u{1B}[31mred\\u{7}"),
            ("", ""), ("{\"a\": 1}", "{\"a\": 1}"),
        ])
    func isItsTitle(body: String, line: String) {
        #expect(Excerpt.firstLine(of: Array(body.utf8), redacted: Redaction(of: [])) == line)
    }
}
