import PhoenixModel
import Testing

@Suite("A bearer token")
struct BearerTokenTests {
    @Test("is not printed in any way")
    func isNotPrintedInAnyWay() throws {
        let token = try BearerToken(" phx_abc \n")
        #expect(token.authorization == "Bearer phx_abc")
        var dumped = ""
        dump(token, to: &dumped)
        let mirrored = "\(Mirror(reflecting: token).children.map { $0 })"
        for text in ["\(token)", String(reflecting: token), dumped, "\([token])", mirrored] {
            #expect(!text.contains("phx_abc"))
        }
    }

    @Test("is on one line", arguments: ["a\nb", "a\r\nX-Evil: 1"])
    func isOnOneLine(text: String) {
        #expect(throws: BearerToken.Problem.hasSeveralLines) { try BearerToken(text) }
    }

    @Test("is not empty", arguments: ["", " \n"])
    func isNotEmpty(text: String) {
        #expect(throws: BearerToken.Problem.isEmpty) { try BearerToken(text) }
    }

    @Test("has nothing in it that a header cannot carry", arguments: ["a b", "kéy", "a\u{7}"])
    func hasNothingInItThatAHeaderCannotCarry(text: String) {
        #expect(throws: BearerToken.Problem.hasUnusableCharacter) { try BearerToken(text) }
    }
}
