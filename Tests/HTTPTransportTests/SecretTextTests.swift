import HTTPTransport
import Testing

@Suite("A bearer token")
struct BearerTokenTests {
    @Test func `is not printed in any way`() throws {
        let token = try BearerToken(" phx_abc \n")
        #expect(token.authorization == "Bearer phx_abc")
        var dumped = ""
        dump(token, to: &dumped)
        let mirrored = "\(Mirror(reflecting: token).children.map { $0 })"
        for text in ["\(token)", String(reflecting: token), dumped, "\([token])", mirrored] {
            #expect(!text.contains("phx_abc"))
        }
    }

    @Test(arguments: ["", " \n"])
    func `is not empty`(text: String) {
        #expect(throws: BearerToken.Problem.isEmpty) { try BearerToken(text) }
    }

    @Test(arguments: ["a b", "a\r\nX-Evil: 1", "kéy", "a\u{7}"])
    func `has nothing in it that a header cannot carry`(text: String) {
        #expect(throws: BearerToken.Problem.hasUnusableCharacter) { try BearerToken(text) }
    }
}

@Suite("What a request has carried")
struct RedactionTests {
    @Test func `is hidden in what comes back, one secret within another too`() {
        let redact = Redaction(of: ["hunter2", "hunter2-and-more", "abc"])
        #expect(redact("hunter2-and-more, hunter2, abc") == "(secret), (secret), abc")
    }

    @Test func `is hidden before a text is cut`() {
        let body = Array((String(repeating: "x", count: 195) + "hunter2hunter2").utf8)
        #expect(Excerpt.firstLine(of: body, redacted: Redaction(of: ["hunter2hunter2"])).hasSuffix("x(secr…"))
    }
}

@Suite("An excerpt of a body")
struct ExcerptTests {
    @Test(arguments: [
        ("<!DOCTYPE html>\n<html><head><title>\n  Access\n denied </title></head>", "Access denied"),
        ("<html><body>\n<h1>404</h1>", "404"), ("\n\n  hello \u{1B}[31mred\u{7}\nmore", "hello \\u{1b}[31mred\\u{7}"),
        ("", ""), ("{\"a\": 1}", "{\"a\": 1}"),
    ])
    func `is its title, or its first line with nothing that a terminal obeys`(body: String, line: String) {
        #expect(Excerpt.firstLine(of: Array(body.utf8), redacted: Redaction(of: [])) == line)
    }
}
