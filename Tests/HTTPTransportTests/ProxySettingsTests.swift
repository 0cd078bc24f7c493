import HTTPTransport
import Testing
import WebAddresses

@Suite("The proxy of a server")
struct ProxySettingsTests {
    private func proxy(_ url: String, _ environment: [String: String]) throws -> String? {
        let origin = try #require(WebOrigin(try WebAddress(url)))
        return try ProxySettings(environment: environment).proxy(for: origin).map { "\($0.kind) \($0.host):\($0.port)" }
    }

    @Test("is the one of the environment for its scheme, small letters first")
    func isTheOneOfTheEnvironmentForItsScheme() throws {
        let environment = [
            "HTTPS_PROXY": "http://upper:1", "https_proxy": "lower:2", "ALL_PROXY": "socks5://all:3",
        ]
        #expect(try proxy("https://a.org", environment) == "http lower:2")
        #expect(try proxy("http://a.org", environment) == "socks all:3")
        #expect(try proxy("https://a.org", [:]) == nil)
    }

    @Test(
        "is none for what NO_PROXY names",
        arguments: [
            ("*", "https://a.org"), ("example.com", "https://example.com"),
            ("example.com", "https://panel.example.com:8443"), ("a, .internal", "http://a.internal"),
            ("*.internal", "http://a.internal"), ("Example.COM", "https://example.com"),
            ("here.org:8443", "https://here.org:8443"), ("127.0.0.1", "https://127.0.0.1"),
            ("[::1]", "http://[::1]:9000"), ("::1", "http://[0:0:0:0:0:0:0:1]"), ("[::1]:9000", "http://[::1]:9000"),
            ("10.0.0.0/8", "http://10.200.3.4"), ("10.1.2.3/8", "http://10.200.3.4"),
            ("172.16.0.0/12", "http://172.31.255.255"), ("192.168.1.7/32", "http://192.168.1.7"),
            ("0.0.0.0/0", "http://8.8.8.8"), ("fd00::/8", "https://[fd12:3456::1]:8443"),
            ("2001:db8::/33", "https://[2001:db8:7fff::1]"), ("x\t10.0.0.0/8", "http://10.0.0.1"),
        ])
    func exempt(exceptions: String, url: String) throws {
        #expect(try proxy(url, ["ALL_PROXY": "a:1", "NO_PROXY": exceptions]) == nil)
    }

    @Test(
        "stays for everything else",
        arguments: [
            ("example.com", "https://notexample.com"), ("here.org:8443", "https://here.org"),
            ("127.0.0.1", "https://128.0.0.1"), ("127.0.0.1:80", "https://127.0.0.1"),
            ("10.0.0.0/8", "http://11.0.0.1"), ("10.0.0.0/8", "http://ten.example.com"),
            ("172.16.0.0/12", "http://172.32.0.0"), ("10.0.0.0/33", "http://10.0.0.0"),
            ("10.0.0.0/", "http://10.0.0.0"), ("10.0.0.0/+8", "http://10.0.0.0"), ("fd00::/8", "https://[fe00::1]"),
            ("2001:db8::/33", "https://[2001:db8:8000::1]"), ("0.0.0.0/0", "https://[::1]"), (",. ,", "https://a.org"),
        ])
    func proxied(exceptions: String, url: String) throws {
        #expect(try proxy(url, ["ALL_PROXY": "a:1", "NO_PROXY": exceptions]) == "http a:1")
    }

    @Test(
        "that cannot be used is refused, without its password",
        arguments: [
            "ftp://proxy:1", "https://proxy:1", "socks5://user:secret@proxy:1", "http://user:secret%zz@proxy",
            "http://:80",
            "http://user:secret@proxy:0",
        ])
    func thatCannotBeUsedIsRefused(value: String) {
        let error = #expect(throws: TransportOptionError.self) {
            try ProxySettings(environment: ["HTTPS_PROXY": value])
        }
        #expect(error?.message.hasPrefix("HTTPS_PROXY ") == true)
        #expect(error?.message.contains("secret") == false)
    }

    @Test("is printed without its password")
    func isPrintedWithoutItsPassword() throws {
        let proxy = try Proxy("http://user:secret@proxy:1", variable: "HTTPS_PROXY")
        var dumped = ""
        dump(proxy, to: &dumped)
        for text in ["\(proxy)", String(reflecting: proxy), dumped] {
            #expect(!text.contains("secret@") && !text.contains("\"secret\""))
        }
    }
}
