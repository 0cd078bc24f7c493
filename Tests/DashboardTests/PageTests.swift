import HTTPTypes
import PanelServer
import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("The pages of one service and one run")
struct ServicePageTests {
    private let dashboard = TestDashboard(InMemoryPanelStore(now: .sample))

    @Test("A task is explained: its sentence, its clock, its next runs, and who manages it")
    func task() async throws {
        try await dashboard.signIn()
        let id = try await dashboard.addTask(
            "Nightly", schedule: "30 2 * * *", zone: "Europe/Berlin",
            description: "Backs up.\n\nmanaged-by: phoenix web/nightly digest=1.")
        let page = await dashboard.get("/services/\(id)").body
        #expect(page.contains("At 02:30 every day, Europe/Berlin."))
        #expect(page.contains("<code>30 2 * * *</code>"))
        #expect(page.contains("Managed by git"))
        #expect(page.components(of: "<td><time") == 10)
        #expect(page.contains("Its clock shows <time "))
        #expect(page.contains("It has not run yet"))
        for label in ["Run now", "Disable"] { #expect(page.contains(">\(label)</button>")) }
    }

    @Test("A change of the clock is noted where it moves a run")
    func clockChange() async throws {
        try await dashboard.signIn()
        let id = try await dashboard.addTask("Spring", schedule: "30 2 28 3 *", zone: "Europe/Berlin")
        let page = await dashboard.get("/services/\(id)").body
        #expect(page.contains("02:30 does not exist on 2027-03-28, runs at 03:00"))
        #expect(page.contains(#"<time datetime="2027-03-28T01:00:00Z" title="UTC">2027-03-28 01:00 +00:00</time>"#))
    }

    @Test("Buttons do what the API does, and lead to what came of it")
    func actions() async throws {
        try await dashboard.signIn()
        let id = try await dashboard.addTask("Nightly")
        let started = await dashboard.post("/services/\(id)/run", "once=7")
        #expect(started.status == 303 && started.location == "/runs/1")
        // The same button of the same page starts nothing more.
        #expect(await dashboard.post("/services/\(id)/run", "once=7").location == "/runs/1")
        let refused = await dashboard.post("/services/\(id)/run", "once=8")
        #expect(refused.status == 409)
        #expect(refused.body.contains("A run of &#39;Nightly&#39; is queued."))
        let run = await dashboard.get("/runs/1").body
        #expect(
            run.contains("Asked for by hand at") && run.contains("Waits for its turn.")
                && run.contains(">Stop</button>"))
        #expect(await dashboard.get("/services/\(id)").body.contains(">Stop run 1</button>"))
        #expect(await dashboard.post("/runs/1/stop").location == "/runs/1")
        let stopped = await dashboard.get("/runs/1").body
        #expect(stopped.contains("It was stopped before it began.") && !stopped.contains("Stop</button>"))
        #expect(await dashboard.post("/runs/1/stop").status == 409)
        #expect(await dashboard.post("/services/\(id)/disable").location == "/services/\(id)")
        let disabled = await dashboard.get("/services/\(id)").body
        #expect(disabled.contains(">Enable</button>") && disabled.contains("It does not run by itself."))
        #expect(await dashboard.post("/services/\(id)/enable").status == 303)
    }

    @Test("Who may only read sees no buttons, and can do nothing")
    func permissions() async throws {
        try await dashboard.signIn([.read])
        let id = try await dashboard.addTask("Nightly")
        let page = await dashboard.get("/services/\(id)").body
        #expect(!page.contains("Run now") && !page.contains("Disable"))
        for path in ["/services/\(id)/run", "/services/\(id)/disable", "/services/\(id)/enable", "/runs/1/stop"] {
            let answer = await dashboard.post(path)
            #expect(answer.status == 403 && answer.body.contains("services.update"))
        }
        #expect(try await dashboard.store.read { try await $0.service(id) }?.isEnabled == true)
    }

    @Test("A run tells its story step by step, and why")
    func run() async throws {
        try await dashboard.signIn()
        let id = try await dashboard.addTask("Nightly")
        try await dashboard.store.addRun(
            of: id, named: "Nightly", result: .failed, reason: "the panel refused 1 backup", late: 3, duration: 65,
            steps: [.sample(0), .sample(1, result: .failed, reason: "no space <left>")])
        let page = await dashboard.get("/runs/1").body
        #expect(page.contains("<strong>The panel refused 1 backup.</strong>"))
        #expect(page.contains(", 3s late, by worker."))
        #expect(page.contains(", after 1m05s."))
        #expect(page.contains("No space &lt;left&gt;."))
        #expect(page.contains("data-refresh=\"0\""))
        let service = await dashboard.get("/services/\(id)").body
        #expect(service.contains("The last run failed") && service.contains("The panel refused 1 backup."))
    }

    @Test(
        "What is not there is a page that says so",
        arguments: [
            "/services/99", "/services/x", "/services/", "/services/5/run", "/runs/99", "/runs/-1", "/nowhere",
            "/services/%3Cb%3E", "/runs/99999999999999999999",
        ])
    func missing(_ path: String) async throws {
        try await dashboard.signIn()
        let page = await dashboard.get(path)
        #expect(page.status == 404)
        #expect(page.body.contains("<h1>") && page.body.contains("href=\"/\"") && !page.body.contains("<b>"))
    }
}

@Suite("The history of runs")
struct RunsPageTests {
    private let dashboard = TestDashboard(InMemoryPanelStore(now: .sample))

    @Test("has the last 7 days, and goes on behind the last run of a page")
    func pages() async throws {
        try await dashboard.signIn()
        let id = try await dashboard.addTask("Nightly")
        for number: Int64 in 0..<120 {
            try await dashboard.store.addRun(of: id, at: .before(number * 3_600), result: .succeeded)
        }
        try await dashboard.store.addRun(of: id, at: .before(8 * 86_400), result: .failed)
        var path = "/runs"
        var counts: [Int] = []
        while counts.count < 9 {
            let page = await dashboard.get(path).body
            counts.append(page.components(of: "<th scope=\"row\"><a href=\"/runs/"))
            guard let next = page.firstMatch(of: #/<a href="(\/runs\?[^"]*after=[^"]*)" rel="next">/#) else { break }
            path = String(next.1).replacing("&amp;", with: "&")
        }
        #expect(counts == [50, 50, 20])
        let failed = await dashboard.get("/runs?result=failed").body
        #expect(failed.contains("No run is like that."))
        let earlier = await dashboard.get("/runs?result=not+well&since=2026-11-01").body
        #expect(earlier.components(of: "<th scope=\"row\"><a href=\"/runs/") == 1)
    }

    @Test("is of one task where the address says so")
    func ofTask() async throws {
        try await dashboard.signIn()
        let (first, second) = (try await dashboard.addTask("One"), try await dashboard.addTask("Two"))
        for id in [first, second, second] {
            try await dashboard.store.addRun(
                of: id, named: "x", at: .before(id * 100 + .random(in: 1...99)), result: .skipped)
        }
        let page = await dashboard.get("/runs?service=\(second)").body
        #expect(page.contains("of <a href=\"/services/\(second)\"><bdi>Two</bdi></a>"))
        #expect(page.components(of: "<th scope=\"row\"><a href=\"/runs/") == 2)
    }

    @Test(
        "says what is wrong with a nonsensical address",
        arguments: [
            "service=x", "service=-1", "result=good", "since=yesterday", "since=2026-02-30",
            "until=2026-11-24T25:00:00Z",
            "after=1", "after=a.b", "after=1.-2", "page=2", "since=2026-11-01&since=2026-11-02", "service=%00",
        ])
    func nonsense(_ query: String) async throws {
        try await dashboard.signIn()
        let page = await dashboard.get("/runs?\(query)")
        #expect(page.status == 400 && page.body.contains("Show the runs of the last 7 days"))
    }
}

@Suite("The overview, health, calendar and load")
struct OverviewPageTests {
    private let dashboard = TestDashboard(InMemoryPanelStore(now: .sample))

    @Test("All is well where nothing happened")
    func well() async throws {
        try await dashboard.signIn()
        let page = await dashboard.get("/").body
        #expect(page.contains("Nothing: no service is down"))
    }

    @Test("What failed, missed, is late, stuck or down is at the top, with the reason")
    func concerns() async throws {
        try await dashboard.signIn()
        let failing = try await dashboard.addTask("Failing") { $0.nextRun = .before(400) }
        try await dashboard.store.addRun(
            of: failing, named: "Failing", at: .before(500), result: .failed, reason: "disk full")
        let missing = try await dashboard.addTask("Missing")
        try await dashboard.store.addRun(of: missing, at: .before(600), result: .missed)
        let stuck = try await dashboard.addTask("Stuck")
        try await dashboard.store.addRun(of: stuck, named: "Stuck", at: .before(300), result: nil, state: .running)
        try await dashboard.store.write { store async throws in
            try await store.setObservedStatus(of: 2, to: .stopped)
            var record = try #require(try await store.service(2))
            record.config = ["probe": ["type": "mysql", "host": "db", "user": "u"]]
            try await store.replace(record)
            try await store.replace(
                ProbeState(
                    serviceID: 2, status: .stopped, since: .before(100), checkedAt: .before(10), nextCheck: .sample))
            try await store.note(
                ServiceIssue(
                    severity: "error", code: "refused", message: "the connection was refused",
                    firstSeen: .before(100), lastSeen: .before(10)), of: 2)
        }
        let page = await dashboard.get("/").body
        #expect(page.contains("It is stopped: the connection was refused."))
        #expect(page.contains("Disk full. <a href=\"/runs/1\">run 1</a>"))
        #expect(page.contains("<bdi>Missing</bdi>"))
        #expect(page.contains("Run 3 of Stuck"))
        #expect(page.contains("The scheduler") && page.contains("has not been started"))
        let health = await dashboard.get("/health").body
        #expect(health.contains("late by 6m40s"))
    }

    @Test("Each day of 90 has a name, and a bar that can be reached by keyboard")
    func days() async throws {
        try await dashboard.signIn()
        let day = Timestamp.sample.seconds / 86_400
        try await dashboard.store.write { store async throws in
            for (offset, isSuccess) in [(0, true), (-1, true), (-1, false), (-2, false), (-90, false)]
                as [(Int64, Bool)]
            {
                try await store.insert(
                    ProbeCheck(
                        serviceID: 2, at: Timestamp(seconds: (day + offset) * 86_400), isSuccess: isSuccess,
                        latency: nil))
            }
        }
        let page = await dashboard.get("/health").body
        #expect(page.components(of: "<input type=\"radio\"") == 4 * 90)
        #expect(page.contains("2026-11-24: up, all 1 checks went well"))
        #expect(page.contains("2026-11-23: 1 of 2 checks failed"))
        #expect(page.contains("2026-11-22: down, all 1 checks failed"))
        #expect(page.contains("2026-08-27: not checked") && !page.contains("2026-08-26"))
        #expect(page.utf8.count < 150_000)
    }

    @Test("A server that is gone, and a clock that is wrong, can be seen")
    func replicas() async throws {
        try await dashboard.signIn()
        try await dashboard.store.write { store async throws in
            for (name, seen, skew) in [("alpha", 5, 0), ("beta", 500, -90)] as [(String, Int64, Int64)] {
                try await store.note(
                    ReplicaRecord(
                        name: name, version: "1.0", startedAt: .before(1_000), lastSeen: .before(seen), clockSkew: skew,
                        runsTasks: true))
            }
        }
        let page = await dashboard.get("/health").body
        #expect(page.contains("alive") && page.contains("gone") && page.contains("1m30s behind"))
    }

    @Test("The calendar has the starts of a day, exactly, on a day of a clock change too")
    func calendar() async throws {
        try await dashboard.signIn()
        try await dashboard.addTask("Hourly", schedule: "0 * * * *", zone: "Europe/Berlin")
        _ = await dashboard.post("/zone", "zone=Europe/Berlin")
        let short = await dashboard.get("/calendar?day=2027-03-28").body
        #expect(short.contains("23 starts of 1 task"))
        let long = await dashboard.get("/calendar?day=2026-10-25").body
        #expect(long.contains("25 starts of 1 task"))
        #expect(long.contains("2026-10-25 02:00 +02:00</time>") && long.contains("2026-10-25 02:00 +01:00</time>"))
        #expect(
            long.contains(#"<a href="/calendar?day=2026-10-25" aria-current="date">25 <small>25 starts</small></a>"#))
        let wrong = await dashboard.get("/calendar?day=2026-02-30")
        #expect(wrong.status == 400 && wrong.body.contains("must be a date"))
    }

    @Test(
        "A day that is nonsense is said to be, and one at an end of the calendar is no mistake",
        arguments: [
            ("x", 400), ("2026-13-01", 400), ("0000-00-00", 400), ("99999-01-01", 400), ("-001-01-01", 400),
            ("%3Cb%3E", 400), ("2026-11-24T00:00:00Z", 400), ("9999-12-31", 200), ("0001-01-01", 200),
            ("", 200),
        ])
    func days(_ day: String, _ status: Int) async throws {
        try await dashboard.signIn()
        try await dashboard.addTask("Hourly", schedule: "0 * * * *", zone: "Europe/Berlin")
        let page = await dashboard.get("/calendar?day=\(day)")
        #expect(page.status == status && page.body.contains("<h1>Calendar") && !page.body.contains("<b>"))
        #expect(page.body.contains("must be a date") == (status == 400))
    }

    @Test("Load has the worst minutes, the hours of the week, and advice that lowers the peak")
    func load() async throws {
        try await dashboard.signIn()
        for number in 0..<12 { try await dashboard.addTask("backup \(number)", schedule: "0 2 * * *") }
        try await dashboard.addTask("hourly", schedule: "30 * * * *")
        let page = await dashboard.get("/load").body
        #expect(page.contains("252 starts of 13 tasks") && page.contains("At most 12 starts in one minute."))
        #expect(page.contains(#"aria-label="Monday 2:00: 13">13</a>"#))
        let hour = await dashboard.get("/load?day=1&hour=2").body
        #expect(hour.contains("13 starts on Monday from 2:00 to 2:59"))
        let minute = await dashboard.get("/load?minute=1795572000").body
        #expect(minute.contains(#"12 starts at <time datetime="2026-11-25T02:00:00Z""#))
        #expect(minute.components(of: "<code>0 2 * * *</code>") == 12)
        let advice = await dashboard.get("/load?advise=1").body
        #expect(advice.contains("At most 12 starts in one minute now; 1 after"))
        #expect(advice.contains("-schedule: &quot;0 2 * * *&quot;"))
        for query in ["minute=x", "minute=99999999999999999999", "day=7&hour=2", "day=1", "hour=24&day=1"] {
            #expect(await dashboard.get("/load?\(query)").status == 400)
        }
    }
}

extension Timestamp {
    fileprivate static func before(_ seconds: Int64) -> Timestamp {
        Timestamp(seconds: Timestamp.sample.seconds - seconds)
    }
}

extension String {
    /// How often a text is in it.
    func components(of text: String) -> Int { ranges(of: text).count }
}
