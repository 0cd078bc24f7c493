import Diagnostics
import HTTPTransport
import Testing

@Suite("An excerpt of a body")
struct ExcerptTests {
    @Test("hides what a request has carried before it is cut")
    func hidesWhatARequestHasCarried() {
        let body = Array((String(repeating: "x", count: 195) + "hunter2hunter2").utf8)
        #expect(Excerpt.firstLine(of: body, redacted: Redaction(of: ["hunter2hunter2"])).hasSuffix("x(secr…"))
    }

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
