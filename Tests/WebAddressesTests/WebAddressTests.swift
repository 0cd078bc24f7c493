import Testing
import WebAddresses

@Suite("A web address")
struct WebAddressTests {
    @Test("has its parts")
    func hasItsParts() throws {
        let address = try WebAddress("HTTPS://me:p%40ss@Panel.example.com:8443/a/b?x=1&y=?#z")
        #expect(address.scheme == "https" && address.userinfo == "me:p%40ss")
        #expect(address.host == "panel.example.com" && address.port == 8_443)
        #expect(address.path == "/a/b" && address.query == "x=1&y=?" && address.hasFragment)
    }

    @Test("may have no more than a host")
    func mayHaveNoMoreThanAHost() throws {
        let address = try WebAddress("http://[2001:DB8::1]")
        #expect(address.host == "2001:db8::1" && address.port == nil && address.path.isEmpty)
        #expect(address.userinfo == nil && address.query == nil && !address.hasFragment)
    }

    @Test("has its user before the last @")
    func hasItsUserBeforeTheLast() throws {
        let address = try WebAddress("https://panel.example.com@evil.example.com/")
        #expect(address.host == "evil.example.com")
    }

    @Test(
        "is refused with the reason",
        arguments: [
            ("", WebAddressProblem.noScheme), ("a.org", .noScheme), ("mailto:a@b.org", .noScheme),
            ("http:/a", .noScheme),
            ("x/y://a", .noScheme), ("://a", .noScheme), ("http://", .unusableHostOrPort),
            ("http://:80", .unusableHostOrPort),
            ("http://a:0", .unusableHostOrPort), ("http://a:99999", .unusableHostOrPort),
            ("http://a\\b", .unusableHostOrPort),
            ("http://[::1", .unusableHostOrPort), ("http://a b", .unusableCharacter), ("http://é", .unusableCharacter),
            ("http://a/\u{7}", .unusableCharacter),
        ])
    func isRefusedWithTheReason(text: String, problem: WebAddressProblem) {
        #expect(throws: problem) { try WebAddress(text) }
    }

    @Test(
        "has an origin, whose port is shown where it says something",
        arguments: [
            ("https://a.org", "https://a.org"), ("https://a.org:443/x", "https://a.org"),
            ("http://a.org:443", "http://a.org:443"), ("http://[::1]:8080", "http://[::1]:8080"),
        ])
    func hasAnOrigin(text: String, origin: String) throws {
        #expect(WebOrigin(try WebAddress(text))?.description == origin)
    }

    @Test("of another scheme has no origin")
    func ofAnotherSchemeHasNoOrigin() throws {
        #expect(WebOrigin(try WebAddress("ftp://a.org")) == nil)
    }
}

@Suite("A path")
struct PathSegmentTests {
    @Test(
        "with dots leads elsewhere",
        arguments: [
            "/a/..", "/a/../b", "/a/%2e%2E/b", "/./a", "/a/.%2e", "/a%2f..%2fb", "/a\\..", "/a/%5C..", "/a/%",
        ])
    func withDotsLeadsElsewhere(path: String) {
        #expect(PathSegment.areDots(in: path[...]))
    }

    @Test("without such dots stays where it is", arguments: ["", "/", "/a/b", "/a..b/...", "/.a/b.", "/%252e%252e/"])
    func withoutSuchDotsStaysWhereItIs(path: String) {
        #expect(!PathSegment.areDots(in: path[...]))
    }
}

@Suite("Percent-encoding")
struct PercentEncodingTests {
    @Test(
        "comes back as it was",
        arguments: ["", "plain-._~09AZ", "a b&c=d/e?f#g", "../x", "é\u{1F600}", "100%", "\u{0}"])
    func comesBackAsItWas(text: String) {
        let encoded = PercentEncoding.encoded(text)
        #expect(encoded.utf8.allSatisfy { byte in byte > 0x20 && byte < 0x7F && !"/?#&=+ ".utf8.contains(byte) })
        #expect(PercentEncoding.decoded(encoded.utf8) == text)
    }

    @Test("that is none is not guessed at", arguments: ["%", "%4", "%zz", "%ff", "a%2", "%+1"])
    func thatIsNoneIsNotGuessedAt(text: String) {
        #expect(PercentEncoding.decoded(text.utf8) == nil)
    }

    @Test("has spaces as plus signs in queries alone")
    func hasSpacesAsPlusSignsInQueriesAlone() {
        #expect(PercentEncoding.decoded("a+b".utf8) == "a+b")
        #expect(PercentEncoding.decoded("a+b".utf8, plusIsSpace: true) == "a b")
    }
}
