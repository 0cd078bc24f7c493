import HTTPTypes
import PanelServer
import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("The list of services")
struct ServicesPageTests {
    private let dashboard = TestDashboard(InMemoryPanelStore(now: .sample))

    @Test("says of each what it is, how it is, when it runs, and how it went")
    func rows() async throws {
        try await dashboard.signIn()
        let id = try await dashboard.addTask("Nightly", zone: "Europe/Berlin")
        for (offset, result) in [(-300, .succeeded), (-200, .failed), (-100, .missed)] as [(Int64, RunResult)] {
            try await dashboard.store.addRun(
                of: id, at: Timestamp(seconds: Timestamp.sample.seconds + offset), result: result)
        }
        let page = await dashboard.get("/services").body
        #expect(page.contains("At 02:00 every day, Europe/Berlin"))
        #expect(page.contains(#"<a href="/services/\#(id)"><bdi>Nightly</bdi></a>"#))
        #expect(page.contains(#"<time datetime="2026-11-25T02:00:00Z" title="UTC">2026-11-25 02:00 +00:00</time>"#))
        #expect(
            page.contains(
                "aria-label=\"3 runs: 1 succeeded, 1 failed, 1 missed, the last one missed\">"
                    + "✓<b class=bad>✗</b><b class=warn>○</b></span>"))
        #expect(page.contains("Wings Daemon") && page.contains("wings daemon"))
    }

    @Test("is filtered, sorted and paged by its address")
    func list() async throws {
        try await dashboard.signIn()
        for number in 0..<120 { try await dashboard.addTask("task \(number < 10 ? "0" : "")\(number)") }
        let first = await dashboard.get("/services?filter=task&sort=name").body
        #expect(first.contains("1 to 50 of 120"))
        #expect(first.contains(#"<a href="/services?filter=task&amp;sort=name&amp;page=2" rel="next">"#))
        #expect(first.contains(#"aria-sort="ascending""#))
        let last = await dashboard.get("/services?filter=task&sort=name&page=3").body
        #expect(last.contains("101 to 120 of 120") && !last.contains("rel=\"next\""))
        let system = await dashboard.get("/services?filter=&filter[type]=system&filter%5Bstatus%5D=").body
        #expect(system.contains("1 to 4 of 4") && system.contains("Redis") == false)
        let none = await dashboard.get("/services?filter=nothing")
        #expect(none.status == 200 && none.body.contains("No service is like that"))
        let behind = await dashboard.get("/services?page=999999999")
        #expect(behind.status == 200 && behind.body.contains("behind the end"))
    }

    @Test(
        "says what is wrong with a nonsensical address, and how to get back",
        arguments: [
            "page=0", "page=x", "page=9999999999", "sort=colour", "filter[type]=x", "filter[status]=%3Cb%3E", "what=1",
            "page=1&page=2", "filter=%00",
        ])
    func nonsense(_ query: String) async throws {
        try await dashboard.signIn()
        let page = await dashboard.get("/services?\(query)")
        #expect(page.status == 400)
        #expect(page.body.contains(#"<a href="/services">Show all services</a>"#))
        #expect(!page.body.contains("<b>"))
    }

    @Test("comes as a fragment for the script, and as a whole page for people")
    func fragment() async throws {
        try await dashboard.signIn()
        let page = await dashboard.get("/services").body
        let fragment = await dashboard.get("/services", headers: [.fragment: "1"]).body
        #expect(page.hasPrefix("<!doctype html>") && page.contains(fragment))
        #expect(fragment.hasPrefix("<h1>"))
        dashboard.forgetCookies()
        #expect(await dashboard.get("/services", headers: [.fragment: "1"]).status == 401)
    }

    @Test("shows times on the clock that was chosen")
    func zones() async throws {
        try await dashboard.signIn()
        try await dashboard.addTask("Nightly", zone: "Europe/Berlin")
        let answer = await dashboard.post("/zone", "zone=task&next=/services?sort=name")
        #expect(answer.status == 303 && answer.location == "/services?sort=name")
        let own = await dashboard.get("/services").body
        #expect(
            own.contains(
                #"<time datetime="2026-11-25T02:00:00Z" title="Europe/Berlin">2026-11-25 03:00 +01:00</time>"#))
        _ = await dashboard.post("/zone", "zone=Asia/Kolkata")
        let other = await dashboard.get("/services").body
        #expect(other.contains(#"title="Asia/Kolkata">2026-11-25 07:30 +05:30</time>"#))
        #expect(other.contains(#"<option value="Asia/Kolkata" selected>"#))
        _ = await dashboard.post("/zone", "zone=../../etc/passwd")
        #expect(await dashboard.get("/services").body.contains("2026-11-25 02:00 +00:00"))
    }
}
