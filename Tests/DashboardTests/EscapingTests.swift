import HTTPTypes
import PanelServer
import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("Text of others on the dashboard")
struct EscapingTests {
    private let dashboard = TestDashboard(InMemoryPanelStore(now: .sample))

    @Test(
        "is text, whatever is in it",
        arguments: [
            (#"<script>alert("1")</script>"#, "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"),
            ("'\" onmouseover=x &amp;", "&#39;&quot; onmouseover=x &amp;amp;"),
            // One character of Swift, but two for a browser, which would see the quote.
            ("a\"\u{301} autofocus", "a&quot;\u{301} autofocus"), ("<\u{338}b>\u{301}", "&lt;\u{338}b&gt;\u{301}"),
            ("safe\u{202E}gpj.exe", "safe\\u{202E}gpj.exe"), ("zero\u{200B}width", "zero\\u{200B}width"),
            ("bell\u{7} \u{1B}[31mred\u{0}", "bell\\u{7} \\u{1B}[31mred\\u{0}"),
            ("line\r", "line\\u{D}"),
            ("{{secret}} {{{x}}}", "{{secret}} {{{x}}}"), ("نسخ احتياطي", "نسخ احتياطي"),
            (String(repeating: "🌙", count: 191), String(repeating: "🌙", count: 191)),
        ])
    func names(_ name: String, _ shown: String) async throws {
        try await dashboard.signIn()
        try await dashboard.addTask(name)
        let page = await dashboard.get("/services")
        #expect(page.body.contains("<bdi>\(shown)</bdi>"))
        #expect(!page.body.contains("<bdi>\(name)</bdi>") || name == shown)
    }

    @Test("stays text in forms and links, too")
    func forms() async throws {
        try await dashboard.signIn()
        let page = await dashboard.get("/services?filter=%22%3E%3Cb%3E&sort=name")
        #expect(page.body.contains(#"name="filter" value="&quot;&gt;&lt;b&gt;""#))
        #expect(page.body.contains("filter=%22%3E%3Cb%3E&amp;sort=-name"))
        #expect(!page.body.contains("<b>"))
    }

    @Test("cannot load anything, and no page can be put into a frame")
    func policy() async throws {
        for path in ["/services", "/login", "/nowhere", "/assets/nothing.js"] {
            let policy = try #require(await dashboard.get(path).headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none'; style-src 'self'; script-src 'self'"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe"))
        }
        let page = await dashboard.get("/login").body
        #expect(!page.contains("style=") && !page.contains("onclick") && !page.contains("<script>"))
    }
}
