import HTTPTypes
import PanelServer
import PanelService
import PanelStore
import PanelStoreSQLite
import PhoenixModel
import PhoenixTestSupport
import Synchronization
import Testing

@Suite("The dashboard and its store")
struct StoreTests {
    private static let paths = [
        "/", "/services", "/services?filter=task&sort=name", "/services/5", "/services/1", "/runs",
        "/runs?result=not+well",
        "/runs?service=5", "/runs/1", "/calendar", "/calendar?day=2026-11-25", "/load", "/load?minute=1795572000",
        "/load?day=1&hour=2", "/load?advise=1", "/health",
    ]

    @Test("Every page asks a fixed number of queries, however much is stored", .mustEnd)
    func queries() async throws {
        let few = try await Self.counts(tasks: 3, runsEach: 3)
        let many = try await Self.counts(tasks: 60, runsEach: 11)
        #expect(few == many)
        #expect(many.values.allSatisfy { $0 <= 25 })
    }

    /// The number of statements that each page executes.
    private static func counts(tasks: Int, runsEach: Int) async throws -> [String: Int] {
        let count = Mutex(0)
        return try await withTemporaryFolder { folder in
            var options = SQLitePanelStore.Options()
            options.observeStatement = { sql in
                if !["BEGIN", "COMMIT", "PRAGMA", "ROLLBACK"].contains(where: sql.hasPrefix) {
                    count.withLock { $0 += 1 }
                }
            }
            let store = try await SQLitePanelStore.open(path: "\(folder)/panel.db", options: options, now: .sample)
            let dashboard = TestDashboard(store)
            try await dashboard.signIn()
            for number in 0..<tasks {
                let id = try await dashboard.addTask("task \(number)") { $0.dependsOn = [1, 2] }
                for run in 0..<runsEach {
                    let result: RunResult = run.isMultiple(of: 2) ? .failed : .succeeded
                    try await store.addRun(
                        of: id, at: Timestamp(seconds: Timestamp.sample.seconds - Int64(run) * 3_600 - Int64(number)),
                        result: result, reason: "why", steps: [.sample(0), .sample(1)])
                }
            }
            try await store.write { store async throws in
                for service: Int64 in 1...4 {
                    try await store.note(
                        ServiceIssue(
                            severity: "error", code: "c", message: "m", firstSeen: .sample,
                            lastSeen: .sample), of: service)
                }
                for server in 0..<tasks {
                    let target = RunTarget(id: "server \(server)", name: "n", node: "")
                    try await store.insert([ServerSample(serviceID: 5, target: target, at: .sample, values: ["cpu": 1])]
                    )
                }
            }
            // What is kept in memory is not asked for again.
            for path in paths { _ = await dashboard.get(path) }
            var counts: [String: Int] = [:]
            // On a busy machine a statement of something else may fall between: the least of three counts.
            for path in paths + paths + paths {
                count.withLock { $0 = 0 }
                let page = await dashboard.get(path)
                #expect(page.status == 200, "\(path)")
                #expect(page.body.utf8.count <= 150_000, "\(path)")
                counts[path] = min(counts[path] ?? .max, count.withLock { $0 })
            }
            return counts
        }
    }

    @Test("A store that is away is a page that says so, and since when; what is sent then is refused, not lost")
    func away() async throws {
        let gone = PanelStoreError(.unavailable, "the disk is gone")
        let store = FaultyStore(InMemoryPanelStore(now: .sample))
        let dashboard = TestDashboard(store)
        try await dashboard.signIn()
        let id = try await dashboard.addTask("Nightly")
        for path in ["/load", "/calendar"] { #expect(await dashboard.get(path).status == 200) }
        store.fail(with: gone)
        // What is kept in memory is not shown as if it were current.
        for path in Self.paths { #expect(await dashboard.get(path).status == 503, "\(path)") }
        let first = await dashboard.get("/services?sort=name")
        #expect(first.status == 503 && first.headers[.retryAfter] == "5")
        #expect(first.body.contains("The store does not answer"))
        #expect(first.faultMessage == "the disk is gone")
        #expect(!first.body.contains("disk"))
        dashboard.clock.move(by: 125)
        let second = await dashboard.get("/services?sort=name").body
        #expect(second.contains(#"<time datetime="\#(Timestamp.sample)""#) && second.contains("(2m05s ago)"))
        #expect(second.contains(#"<a href="/services?sort=name">Try again</a>"#))
        #expect(await dashboard.post("/services/\(id)/disable").status == 503)
        #expect(await dashboard.post("/login", "key=phx_x").status != 500)
        store.fail(with: nil)
        #expect(await dashboard.get("/services").status == 200)
        store.fail(with: gone)
        let again = await dashboard.get("/").body
        #expect(again.contains("(now)"))
    }
}
