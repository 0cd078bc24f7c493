import Diagnostics
import Testing

@Suite("A secret")
struct RedactionTests {
    @Test("is hidden in texts that come from elsewhere, one secret within another too")
    func isHidden() {
        let redact = Redaction(of: ["hunter2", "hunter2-and-more", "abc"])
        #expect(redact("hunter2-and-more, hunter2, abc") == "(secret), (secret), abc")
    }
}
