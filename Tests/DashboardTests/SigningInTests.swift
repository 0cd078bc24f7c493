import HTTPTypes
import PanelServer
import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("Signing in to the dashboard")
struct SigningInTests {
    private let dashboard = TestDashboard(InMemoryPanelStore(now: .sample))

    @Test("asks for a key first, and goes on to the page that was asked for")
    func login() async throws {
        let refused = await dashboard.get("/services?filter=a%26b")
        #expect(refused.status == 401)
        #expect(refused.body.contains(#"name="next" value="/services?filter=a%26b""#))
        #expect(!refused.body.contains("Sign out"))
        let key = try await dashboard.makeKey()
        let signedIn = await dashboard.post("/login", "key=+\(key.text)%0A&next=/services?filter=a%2526b")
        #expect(signedIn.status == 303 && signedIn.location == "/services?filter=a%26b")
        let page = await dashboard.get("/services")
        #expect(page.status == 200)
        #expect(page.body.contains("<bdi>kim</bdi>"))
        #expect(page.keyID == key.id)
    }

    @Test("gives a session that scripts and other sites never see, and that says nothing of the key's secret")
    func cookie() async throws {
        let key = try await dashboard.makeKey()
        let plain = try #require(await dashboard.post("/login", "key=\(key.text)").cookie)
        #expect(plain.hasPrefix("phoenix_session=\(key.id)."))
        #expect(plain.hasSuffix("; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict"))
        #expect(!plain.contains(key.text.dropFirst(20)))
        let secure = TestDashboard(dashboard.store, isSecure: true)
        let cookie = try #require(await secure.post("/login", "key=\(key.text)").cookie)
        #expect(cookie.hasPrefix("__Host-phoenix_session=") && cookie.hasSuffix("; Secure"))
        #expect(await secure.get("/services").status == 200)
    }

    @Test("takes no key that is unknown, and counts that")
    func wrongKey() async throws {
        let key = try await dashboard.makeKey()
        for wrong in ["", "phx_", String(key.text.dropLast()) + "_", key.text.lowercased(), "' OR 1=1"] {
            let answer = await dashboard.post("/login", "key=\(wrong)&next=/services")
            #expect(answer.status == 401 && answer.cookie == nil)
            #expect(answer.body.contains("unknown, revoked or expired"))
        }
        #expect(dashboard.failureCount == 5)
        #expect(await dashboard.get("/services").status == 401)
    }

    @Test("leads to no other site", arguments: ["//evil.test", "https://evil.test/", "/\\evil.test", "/a%0Ab", ""])
    func openRedirect(_ next: String) async throws {
        let key = try await dashboard.makeKey()
        let answer = await dashboard.post("/login", "key=\(key.text)&next=\(next)")
        #expect(answer.status == 303 && answer.location == (next == "/a%0Ab" ? "/" : "/"))
    }

    @Test("lasts 12 hours, is renewed while somebody reads, and ends with its key")
    func ends() async throws {
        let key = try await dashboard.makeKey("kim")
        _ = await dashboard.post("/login", "key=\(key.text)")
        dashboard.clock.move(by: 5 * 3_600)
        #expect(await dashboard.get("/services").cookie == nil)
        dashboard.clock.move(by: 2 * 3_600)
        #expect(await dashboard.get("/services").cookie != nil)
        dashboard.clock.move(by: 11 * 3_600)
        #expect(await dashboard.get("/services", headers: [.fragment: "1"]).cookie == nil)
        #expect(await dashboard.get("/services").status == 200)
        #expect(try await dashboard.keys.revoke(name: "kim"))
        #expect(await dashboard.get("/services").status == 401)
        try await dashboard.signIn()
        dashboard.clock.move(by: 12 * 3_600)
        #expect(await dashboard.get("/services").status == 401)
        try await dashboard.signIn(lifetime: 600)
        #expect(await dashboard.get("/services").status == 200)
        dashboard.clock.move(by: 600)
        #expect(await dashboard.get("/services").status == 401)
    }

    @Test("cannot be forged, also with the id of a key")
    func forged() async throws {
        let key = try await dashboard.makeKey()
        for text in [
            key.id, "\(key.id).99999999999.", "\(key.id).99999999999.\(String(repeating: "0", count: 64))",
            "\(key.id).1.2.3", "", "é.1.2",
        ] {
            let answer = await dashboard.get("/services", headers: [.cookie: "phoenix_session=\(text)"])
            #expect(answer.status == 401)
        }
    }

    @Test("is over when one signs out")
    func signOut() async throws {
        try await dashboard.signIn()
        let answer = await dashboard.post("/logout")
        #expect(answer.status == 303 && answer.location == "/login")
        #expect(try #require(answer.cookie).contains("Max-Age=0"))
        #expect(await dashboard.get("/services").status == 401)
    }

    @Test("shows nothing to a key that may not read")
    func mayNotRead() async throws {
        try await dashboard.signIn([.update])
        let answer = await dashboard.get("/services")
        #expect(answer.status == 403)
        #expect(answer.body.contains("services.read"))
    }

    @Test(
        "has to be done on this site",
        arguments: [
            ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"], ["Sec-Fetch-Site": "none"],
            ["Origin": "https://evil.test"], ["Origin": "null"], ["Origin": "http://phoenix.test:8089"], [:],
        ])
    func crossSite(_ headers: [String: String]) async throws {
        let key = try await dashboard.makeKey()
        let fields = HTTPFields(
            headers.compactMap { name, value in HTTPField.Name(name).map { .init(name: $0, value: value) } })
        let answer = await dashboard.post("/login", "key=\(key.text)", headers: fields)
        #expect(answer.status == 403 && answer.cookie == nil)
        let own = await dashboard.post("/login", "key=\(key.text)", headers: [.origin: "http://phoenix.test:8088"])
        #expect(own.status == 303)
    }

    @Test("is needed again for a form when the session has ended, and the form is then sent on")
    func resumed() async throws {
        let id = try await dashboard.addTask("backup")
        let key = try await dashboard.makeKey("kim")
        let stopped = await dashboard.post("/services/\(id)/disable", "once=1&x=%22%3E")
        #expect(stopped.status == 401)
        #expect(stopped.body.contains("Nothing is lost"))
        #expect(stopped.body.contains(#"name="again" value="/services/\#(id)/disable""#))
        #expect(stopped.body.contains(#"name="fields" value="once=1&amp;x=%22%3E""#))
        #expect(try await dashboard.store.read { try await $0.service(id) }?.isEnabled == true)
        let fields = "once%3D1%26x%3D%2522%253E"
        let wrong = await dashboard.post("/login", "key=no&again=/services/\(id)/disable&fields=\(fields)")
        #expect(wrong.body.contains(#"value="/services/\#(id)/disable""#))
        let done = await dashboard.post("/login", "key=\(key.text)&again=/services/\(id)/disable&fields=\(fields)")
        #expect(done.status == 303 && done.location == "/services/\(id)" && done.cookie != nil)
        #expect(try await dashboard.store.read { try await $0.service(id) }?.isEnabled == false)
    }

    @Test("offers who comes by a link on another site to open the page")
    func linkFromElsewhere() async {
        let answer = await dashboard.get("/services", headers: [.secFetchSite: "cross-site"])
        #expect(answer.status == 401)
        #expect(answer.body.contains(#"<a href="/services">Open the page</a>"#))
    }
}
