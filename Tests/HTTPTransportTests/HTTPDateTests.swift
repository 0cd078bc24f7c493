import HTTPTransport
import Testing

@Suite("Dates of HTTP")
struct HTTPDateTests {
    @Test("are read in their usual form")
    func areReadInTheirUsualForm() {
        #expect(HTTPDate.seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        #expect(HTTPDate.seconds("Thu, 29 Feb 2024 00:00:00 GMT") == 1_709_164_800)
    }

    @Test(
        "are not guessed at in other forms, and where there is no such day or time",
        arguments: [
            "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 CET",
            "Thu, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
        ])
    func areNotGuessedAtInOtherForms(text: String) {
        #expect(HTTPDate.seconds(text) == nil)
    }
}
