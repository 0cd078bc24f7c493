import Cron
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import RandomFixtures
import Scheduling
import Testing

/// Long times and many tasks.
@Suite(.mustEnd)
struct SoakTests {
    @Test("in a year every day has its run once, changes of the clock included")
    func year() async throws {
        let shop = Workshop()
        let task = try await shop.addTask("nightly", "30 2 * * *", in: "Europe/Berlin")
        let scheduler = shop.scheduler { $0.retention.succeeded = 1_000 }
        let zone = try ZoneDatabase.system.zone(named: "Europe/Berlin")
        for _ in 0..<366 {
            let next = try #require(try await shop.task(task.id).nextRun)
            shop.pass(next.seconds - shop.now.seconds)
            await scheduler.settle()
        }
        let runs = try await shop.runs()
        let days = runs.compactMap { run in
            run.scheduledFor.map { ($0.seconds + Int64(zone.offset(at: $0.seconds))) / 86_400 }
        }
        #expect(days == Array(days[0]..<days[0] + 366))
        #expect(runs.allSatisfy { $0.result == .succeeded })
    }

    @Test("in a week of 1,000 tasks with outages every time has exactly one row, as a look at each minute says")
    func week() async throws {
        let shop = Workshop()
        var random = SeededGenerator(seed: 7)
        let zones = ["UTC", "Europe/Berlin", "Asia/Kolkata"]
        var tasks: [(record: ServiceRecord, oracle: NaiveCron, zone: TimeZoneRules)] = []
        for number in 0..<1_000 {
            let (minute, hour) = (Int.random(in: 0..<60, using: &random), Int.random(in: 0..<24, using: &random))
            let schedule =
                switch number % 100 {
                case 0: "\(minute) * * * *"
                case 1: "*/15 \(hour) * * *"
                case 2..<30: "\(minute) \(hour) * * *"
                case 30..<40: "\(minute) \(hour) 16-20/2 * *"
                default: "\(minute) \(hour) 1,\(Int.random(in: 15...22, using: &random)) * \(number % 8)"
                }
            let name = zones[number % zones.count]
            let record = try await shop.addTask("task \(number)", schedule, in: name) { task in
                task.overlap = ["skip", "queue", "allow"][number % 3]
                task.misfire = ["skip", "run_once"][number % 2]
            }
            tasks.append((record, NaiveCron(schedule), try ZoneDatabase.system.zone(named: name)))
        }
        let start = shop.now.seconds
        let scheduler = shop.scheduler()
        let outages = [(600, 800), (3_000, 3_002), (7_000, 7_700)]
        for minute in 0..<10_080 {
            shop.pass(60)
            if !outages.contains(where: { $0.0 <= minute && minute < $0.1 }) { await scheduler.settle() }
        }
        let rows = Dictionary(grouping: try await shop.runs(), by: \.serviceID)
        var count = 0
        for (record, oracle, zone) in tasks {
            let expected = stride(from: start + 60, through: shop.now.seconds, by: 60).filter { second in
                oracle.runs(at: second + Int64(zone.offset(at: second)))
            }
            let covered = (rows[record.id] ?? []).flatMap { run -> [Int64] in
                guard let first = run.scheduledFor?.seconds else { return [] }
                guard let missed = run.missed else { return [first] }
                let times = expected.filter { (first...missed.last.seconds).contains($0) }
                return times.count == missed.count ? times : []
            }
            #expect(covered == expected, "\(record.name) \(record.schedule ?? "")")
            count += expected.count
        }
        #expect(count > 5_000)
    }

    @Test("10,000 tasks that are due at once are all run once", arguments: [StoreKind.sqlite])
    func storm(kind: StoreKind) async throws {
        try await Workshop.with(kind) { shop in
            try await shop.addTasks(10_000, "1 8 * * *")
            let scheduler = shop.scheduler(runner: AbsentRunner(reason: "there is none"))
            shop.pass(60)
            await scheduler.settle()
            let runs = try await shop.runs()
            #expect(runs.count == 10_000)
            #expect(Set(runs.map(\.serviceID)).count == 10_000)
            #expect(runs.allSatisfy { $0.state == .finished })
        }
    }

    @Test("after eight hours of sleep 10,000 tasks are made up for at the rate", arguments: [StoreKind.sqlite])
    func release(kind: StoreKind) async throws {
        try await Workshop.with(kind) { shop in
            try await shop.addTasks(10_000, "1 9 * * *") { $0.misfire = "run_once" }
            let scheduler = shop.scheduler { settings in
                settings.limits.runs = 0
                settings.catchUpsPerMinute = 600
            }
            shop.pass(8 * 3_600)
            await scheduler.settle()
            let runs = try await shop.runs()
            #expect(runs.count == 10_000)
            #expect(runs.allSatisfy { $0.trigger == .catchUp })
            let bySecond = Dictionary(grouping: runs, by: \.notBefore).mapValues(\.count)
            #expect(bySecond.count == 1_000)
            #expect(bySecond.values.allSatisfy { $0 == 10 })
            #expect(bySecond.keys.min() == shop.now)
        }
    }

    @Test("a new task whose first time passed while nothing ran is made up for")
    func firstTimeMissed() async throws {
        let shop = Workshop()
        try await shop.addTask("new", "0 9 * * *") { $0.misfire = "run_once" }
        shop.pass(5 * 3_600)
        await shop.scheduler().settle()
        let runs = try await shop.runs()
        #expect(runs.map(\.trigger) == [.catchUp])
        #expect(runs.map(\.result) == [.succeeded])
    }
}
