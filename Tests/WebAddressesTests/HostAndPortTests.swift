import Testing
import WebAddresses

@Suite("A host and a port")
struct HostAndPortTests {
    @Test(
        "are read, and written again",
        arguments: [
            ("Example.com", "example.com", nil), ("127.0.0.1:8088", "127.0.0.1", 8_088), ("[::1]:0", "::1", 0),
            ("[FE80::1%eth0]", "fe80::1%eth0", nil), ("a_b-c.d:65535", "a_b-c.d", 65_535), ("a.org:", "a.org", nil),
        ] as [(String, String, Int?)])
    func areRead(text: String, host: String, port: Int?) throws {
        let place = try #require(HostAndPort(text))
        #expect(place == HostAndPort(host: host, port: port))
        #expect(HostAndPort(place.description) == place)
    }

    @Test(
        "are nothing else",
        arguments: [
            "", ":80", "a:65536", "a:-1", "a:+1", "a:x", "::1", "::1:80", "[::1", "[a]:80", "[]:80", "[::1]80",
            "a b:80",
            "a/b", "a@b", "é:80", "a:٣",
        ])
    func areNothingElse(text: String) {
        #expect(HostAndPort(text) == nil)
    }
}
