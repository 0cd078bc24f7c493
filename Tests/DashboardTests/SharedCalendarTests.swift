import PanelServer
import PanelStore
import PanelStoreSQLite
import PhoenixModel
import PhoenixTestSupport
import Synchronization
import Testing

@Suite("The calendar that all pages share")
struct SharedCalendarTests {
    @Test("What has changed is shown at once, whoever changed it", arguments: [StoreKind.inMemory, .sqlite])
    func changes(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let dashboard = TestDashboard(store)
            try await dashboard.signIn()
            func load() async -> String { await dashboard.get("/load").body }
            #expect(await load().contains("0 starts of 0 tasks"))
            let id = try await dashboard.addTask("Nightly")
            #expect(await load().contains("7 starts of 1 task"))
            #expect(await dashboard.get("/calendar?day=2026-11-25").body.contains(">1 start of 1 task<"))
            func change(_ change: @escaping @Sendable (inout ServiceRecord) -> Void) async throws {
                try await store.write { store async throws in
                    var record = try #require(try await store.service(id))
                    change(&record)
                    try await store.replace(record)
                }
            }
            try await change { $0.schedule = "0 */12 * * *" }
            #expect(await load().contains("14 starts of 1 task"))
            #expect(await dashboard.get("/calendar?day=2026-11-25").body.contains(">2 starts of 1 task<"))
            try await change { $0.name = "Twice a day" }
            #expect(await load().contains("Twice a day"))
            try await change { $0.timezone = "Asia/Kathmandu" }
            #expect(await dashboard.get("/load?day=1&hour=6").body.contains("1 start on Monday from 6:00 to 6:59"))
            try await change { $0.isEnabled = false }
            #expect(await load().contains("0 starts of 0 tasks"))
            try await change { $0.isEnabled = true }
            #expect(await load().contains("14 starts of 1 task"))
            // What a run changes leaves the calendar as it is.
            try await store.addRun(of: id, named: "Twice a day", result: .succeeded)
            #expect(await load().contains("14 starts of 1 task"))
            try await store.write { try await $0.remove(id) }
            #expect(await load().contains("0 starts of 0 tasks"))
        }
    }

    @Test("Work is what runs of the last minutes took")
    func durations() async throws {
        let dashboard = TestDashboard(InMemoryPanelStore(now: .sample))
        try await dashboard.signIn()
        let id = try await dashboard.addTask("Nightly")
        #expect(await !dashboard.get("/load").body.contains("Work"))
        try await dashboard.store.addRun(of: id, result: .succeeded, duration: 754)
        dashboard.clock.move(by: 60)
        #expect(await dashboard.get("/load").body.contains("12m34s"))
    }

    @Test("However many look at once, one reads the tasks, and nobody does before something changes", .mustEnd)
    func readOnce() async throws {
        let count = Mutex(0)
        try await withTemporaryFolder { folder in
            var options = SQLitePanelStore.Options()
            options.observeStatement = { sql in
                if sql.hasPrefix("SELECT id, name, schedule") { count.withLock { $0 += 1 } }
            }
            let store = try await SQLitePanelStore.open(path: "\(folder)/panel.db", options: options, now: .sample)
            let dashboard = TestDashboard(store)
            try await dashboard.signIn()
            func look() async -> [Int] {
                await withTaskGroup(of: Int.self) { group in
                    for number in 0..<24 {
                        group.addTask { await dashboard.get(number.isMultiple(of: 2) ? "/load" : "/calendar").status }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
            }
            for round in 1...3 {
                try await dashboard.addTask("task \(round)")
                #expect(await look().allSatisfy { $0 == 200 })
                #expect(await look().allSatisfy { $0 == 200 })
                #expect(count.withLock { $0 } == round)
            }
        }
    }
}

@Suite("The load of nodes, and of minutes with many tasks")
struct LoadDetailTests {
    private let dashboard = TestDashboard(InMemoryPanelStore(now: .sample))

    @Test("Nodes are those that servers are chosen by, and those that runs have worked on")
    func nodes() async throws {
        try await dashboard.signIn()
        let page = { await dashboard.get("/load").body }
        let ran = try await dashboard.addTask("ran")
        #expect(await page().contains("It is not known which nodes the tasks work on"))
        try await dashboard.addTask("chosen") {
            $0.task = ["type": "backup", "data": ["servers": ["node:eu<b>", "!abcdef12"]]]
        }
        try await dashboard.addTask("never ran", schedule: "0 5 * * *")
        try await dashboard.store.addRun(of: ran, result: .succeeded, steps: [.sample(0), .sample(1)])
        dashboard.clock.move(by: 60)
        let nodes = await page()
        #expect(nodes.contains("<bdi>eu&lt;b&gt;</bdi>") && nodes.contains("<bdi>n1</bdi>"))
        #expect(nodes.contains("<i>not known</i></th><td class=\"num\">1</td><td class=\"num\">7</td>"))
        #expect(!nodes.contains("It is not known which nodes"))
    }

    @Test("Of a minute with many tasks it is said how many more there are, and each can be reached")
    func manyTasks() async throws {
        try await dashboard.signIn()
        for number in 0..<230 { try await dashboard.addTask("task \(number)") }
        var path = "/load?minute=1795572000"
        var names: Set<String> = []
        var stretches: [String] = []
        while stretches.count < 9 {
            let page = await dashboard.get(path).body
            names.formUnion(page.matches(of: #/<bdi>(task \d+)<\/bdi><\/a><\/th><td><code>/#).map { String($0.1) })
            stretches.append(
                try #require(page.firstMatch(of: #/<span>(\d+ to \d+ of 230)<\/span>/#).map { String($0.1) }))
            #expect(page.utf8.count <= 150_000)
            guard let next = page.firstMatch(of: #/<a href="([^"#]*)#closer" rel="next">(\d+) more/#) else { break }
            path = String(next.1).replacing("&amp;", with: "&")
        }
        #expect(stretches == ["1 to 100 of 230", "101 to 200 of 230", "201 to 230 of 230"])
        #expect(names.count == 230)
        for page in ["0", "4", "x", "-1", "99999999999999999999"] {
            let wrong = await dashboard.get("/load?minute=1795572000&page=\(page)")
            #expect(wrong.status == 400 && wrong.body.contains("There is no such page."))
        }
    }

    @Test("A day with many starts is shown in stretches of whole minutes, and a minute with more than fit leads to all")
    func manyStarts() async throws {
        try await dashboard.signIn()
        for number in 0..<130 { try await dashboard.addTask("at two \(number)") }
        for number in 0..<60 { try await dashboard.addTask("at three \(number)", schedule: "0 3 * * *") }
        for number in 0..<60 { try await dashboard.addTask("at four \(number)", schedule: "0 4 * * *") }
        var path = "/calendar?day=2026-11-25"
        var counts: [Int] = []
        while counts.count < 9 {
            let page = await dashboard.get(path).body
            #expect(page.contains("250 starts of 250 tasks"))
            #expect(page.contains(#"<a href="/load?minute=1795572000#closer">All that starts"#) == counts.isEmpty)
            counts.append(page.components(of: "<td class=\"when\"><time"))
            guard let next = page.firstMatch(of: #/<a href="([^"]*)" rel="next">Later/#) else { break }
            path = String(next.1).replacing("&amp;", with: "&")
        }
        #expect(counts == [100, 60, 60])
        for from in ["x", "1", "1795651200", "-1"] {
            let wrong = await dashboard.get("/calendar?day=2026-11-25&from=\(from)")
            #expect(wrong.status == 400 && wrong.body.contains("That is no time of this day."))
        }
    }

    @Test("What depends on a service is shown in pages, so that a page of one that all depend on stays small")
    func dependents() async throws {
        try await dashboard.signIn()
        let base = try await dashboard.addTask("base")
        for number in 0..<120 { try await dashboard.addTask("task \(number)") { $0.dependsOn = [base] } }
        let first = await dashboard.get("/services/\(base)").body
        #expect(first.contains("<span>1 to 50 of 120</span>") && first.contains("70 more"))
        #expect(first.contains(#"href="/services/\#(base)?dependents=2#dependents" rel="next""#))
        let last = await dashboard.get("/services/\(base)?dependents=3").body
        #expect(last.contains("<span>101 to 120 of 120</span>") && last.contains("<bdi>task 119</bdi>"))
        // Some may have gone since the link was made.
        #expect(await dashboard.get("/services/\(base)?dependents=9").body.contains("<span>101 to 120 of 120</span>"))
        for page in ["0", "x", "-1"] {
            #expect(await dashboard.get("/services/\(base)?dependents=\(page)").status == 400)
        }
    }
}
