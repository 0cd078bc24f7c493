import Applying
import ClientPanelFixtures
import ClockFixtures
import Diagnostics
import NativeSchedules
import PhoenixModel
import PhoenixTestSupport
import Planning
import RandomFixtures
import Testing

@Suite("Schedules that are planned and applied")
struct PlannedApplyTests {
    private static let entries: [DesiredSchedule] = [
        .sample("restart", name: "Nightly restart", schedule: "5 4 * * 1,3", protect: true),
        .sample(
            "warn", enabled: false,
            steps: [
                ["action": "command", "payload": "  say soon \r\nsay now\t", "offset": 0],
                ["action": "command", "payload": .secret("LOGIN", "login hunter22"), "offset": 30],
                ["action": "backup", "payload": "*.log\ncache/*", "offset": 900, "continue_on_failure": true],
            ]),
    ]

    // MARK: Convergence

    @Test("are as declared after one apply, and the next plan has nothing to do", arguments: StandInFamily.allCases)
    func areAsDeclared(family: StandInFamily) async throws {
        let bench = Bench(3, family)
        let report = try await bench.reconcile(Self.entries)
        #expect(report.outcomes.allSatisfy { if case .done = $0 { true } else { false } })
        #expect(bench.panel.servers.map(\.schedules.count) == [2, 2, 2])
        let writes = bench.panel.writes.count
        let plan = try await bench.plan(Self.entries)
        #expect(plan.actions.isEmpty, "\(plan.sketch)")
        try await bench.reconcile(Self.entries)
        #expect(bench.panel.writes.count == writes)
    }

    @Test("are the same whatever their runs have done to their times and states")
    func areTheSameAfterRuns() async throws {
        let bench = Bench(1)
        try await bench.reconcile(Self.entries)
        bench.time.advance(.seconds(86_400))
        bench.panel.change { servers in
            for place in servers[0].schedules.indices {
                servers[0].schedules[place].processingUntil = .seconds(10_000_000_000)
                servers[0].schedules[place].lastRunAt = bench.time.now - .seconds(60)
                servers[0].schedules[place].nextRunAt = (servers[0].schedules[place].nextRunAt ?? 0) + 86_400
                servers[0].schedules[place].updatedAt = bench.time.now
                for task in servers[0].schedules[place].tasks.indices {
                    servers[0].schedules[place].tasks[task].isQueued = true
                    servers[0].schedules[place].tasks[task].updatedAt = bench.time.now
                }
            }
        }
        let plan = try await bench.plan(Self.entries)
        #expect(plan.actions.isEmpty, "\(plan.sketch)")
        #expect(plan.unchangedCount == 2)
    }

    @Test("keep their owner and their labels through an edit at the panel")
    func keepTheirOwner() async throws {
        let bench = Bench(1)
        try await bench.reconcile(Self.entries)
        bench.panel.change { servers in
            servers[0].schedules[0].name = "Edited " + servers[0].schedules[0].name + " too"
            servers[0].schedules[0].cron[1] = "9"
        }
        let action = try #require(try await bench.plan(Self.entries).actions.first)
        #expect(action.operation == .update)
        #expect(Set(action.changes.map(\.field)) == [.name, .schedule])
        #expect(action.changes.allSatisfy { $0.label == .drift })
        try await bench.reconcile(Self.entries)
        #expect(try await bench.plan(Self.entries).actions.isEmpty)
    }

    @Test("take one request for each server, and eleven more, for a thousand servers with nothing to do")
    func takeFewRequests() async throws {
        let bench = Bench(1_000) { $0.accountLimit = 1_000_000 }
        for place in 0..<1_000 {
            for number in 0..<5 {
                let task = StandInTask(
                    id: Int64(place * 5 + number + 1), sequence: 1, action: "power", payload: "restart")
                bench.panel.add(
                    StandInSchedule(id: Int64(place * 5 + number + 1), name: "s\(number)", tasks: [task]), to: place)
            }
        }
        let entries = (0..<5).map { DesiredSchedule.sample("s\($0)") }
        let plan = try await bench.plan(entries) { $0.writesOwnership = false }
        #expect(plan.actions.isEmpty)
        #expect(bench.panel.requests.count == 10 + 1_000 + 1)
    }

    @Test("are read within the panel's limit in little more than the least time")
    func areReadWithinTheLimit() async throws {
        let bench = Bench(1_000)
        let begin = bench.time.now
        _ = try await bench.native().readAll()
        // 1,011 requests, of which 720 may be sent at once.
        #expect(bench.time.now - begin >= .seconds(60))
        #expect(bench.time.now - begin <= .seconds(63))
    }

    // MARK: What others do between plan and apply

    @Test("are left alone where somebody has edited, deleted, suspended or moved them since the plan")
    func areLeftAlone() async throws {
        let bench = Bench(5)
        try await bench.reconcile([.sample("restart")])
        let changed = [DesiredSchedule.sample("restart", schedule: "0 5 * * *")]
        let native = try bench.native()
        let plan = try await bench.plan(changed, on: native)
        bench.panel.change { servers in
            servers[0].schedules[0].cron[0] = "30"
            servers[1].schedules = []
            servers[2].status = "suspended"
            servers[3].isTransferring = true
        }
        let report = await bench.carryOut(plan, on: native)
        let messages = report.outcomes.map { if case .stale(let error) = $0 { error.message } else { "" } }
        #expect(messages[0] == "it has changed since it was planned: schedule (0 4 * * * → 30 4 * * *)")
        #expect(messages[1] == "it is no longer on the panel")
        #expect(messages[2].contains("suspended"))
        #expect(messages[3].contains("transferred"))
        #expect(report.outcomes[4] == .done(id: "00000005/\(bench.schedules(on: 4)[0].id)"))
        #expect(bench.schedules()[0].cron == ["30", "4", "*", "*", "*"])
    }

    @Test("of a server that was deleted since the plan are blocked, and the others are written")
    func ofADeletedServer() async throws {
        let bench = Bench(2)
        try await bench.reconcile([.sample("restart")])
        let native = try bench.native()
        let plan = try await bench.plan([.sample("restart", enabled: false), .sample("new")], on: native)
        bench.panel.change { $0.removeFirst() }
        let report = await bench.carryOut(plan, on: native)
        #expect(report.outcomes.count { if case .done = $0 { true } else { false } } == 2)
        #expect(bench.schedules().map(\.isActive) == [false, true])
    }

    @Test("that run are changed when they have ended, and blocked where they do not end")
    func thatRun() async throws {
        let bench = Bench(2)
        try await bench.reconcile([.sample("restart")])
        let end = bench.time.now + .seconds(20)
        bench.panel.change { servers in
            servers[0].schedules[0].processingUntil = end
            servers[1].schedules[0].processingUntil = .seconds(10_000_000_000)
        }
        let steps: Value = [["action": "power", "payload": "stop"]]
        let report = try await bench.reconcile([.sample("restart", steps: steps)])
        #expect(report.outcomes.first == .done(id: "00000001/\(bench.schedules()[0].id)"))
        let isBlocked = if case .stale(let error)? = report.outcomes.last { error.code == .unavailable } else { false }
        #expect(isBlocked)
        #expect(bench.schedules(on: 1)[0].chain.map(\.payload) == ["restart"])
    }

    @Test("are there once after two applies at once")
    func areThereOnce() async throws {
        let bench = Bench(3)
        async let first = bench.reconcile(Self.entries)
        async let second = bench.reconcile(Self.entries)
        _ = try await (first, second)
        try await bench.reconcile(Self.entries)
        #expect(bench.panel.servers.map(\.schedules.count) == [2, 2, 2])
        #expect(try await bench.plan(Self.entries).actions.isEmpty)
    }

    /// What people do to a name with a marker, and whether what is left still says whose the schedule is.
    private static let damages: [(damage: @Sendable (String) -> String, isNamed: Bool)] = [
        ({ String($0.dropLast(5)) }, true),
        ({ "\($0) \($0)" }, true),
        ({ "Other" + String($0.dropFirst("restart".count).dropLast(9)) }, true),
        ({ "Other" + $0.dropFirst("restart".count).replacing("{phx", with: "{ph") }, true),
        ({ "Other" + $0.dropFirst("restart".count).replacing("{phx ", with: "") }, true),
        ({ "Other" + $0.dropFirst("restart".count).replacing("{phx", with: "(PHX") }, true),
        ({ _ in "restart {phx skyblock/rest" }, true),
        ({ _ in "Other {phx skyblock/rest" }, false),
        ({ _ in "Other {phx" }, false),
    ]

    @Test("with a damaged marker are neither touched nor created again, unless they are adopted", arguments: 0..<9)
    func withADamagedMarker(number: Int) async throws {
        let (damage, isNamed) = Self.damages[number]
        let bench = Bench(2)
        try await bench.reconcile([.sample("restart")])
        let whole = bench.schedules()[0].name
        let damaged = damage(whole)
        bench.panel.change { $0[0].schedules[0].name = damaged }
        let plan = try await bench.plan([.sample("restart", schedule: "9 9 * * *")]) { $0.prunes = true }
        #expect(plan.actions.map(\.operation) == [.blocked, .update])
        #expect(plan.actions[0].block?.code == .ownershipUnreadable)
        try await bench.reconcile([.sample("restart")]) { $0.prunes = true }
        #expect(bench.schedules().map(\.name) == [damaged])
        try await bench.reconcile([.sample("restart")]) { $0.adopts = true }
        #expect(bench.schedules().map(\.name) == [isNamed ? whole : damaged])
    }

    @Test("with the marker of an entry twice are not created a third time")
    func withTwoDamagedMarkers() async throws {
        let bench = Bench(1)
        try await bench.reconcile([.sample("restart")])
        let name = "Other" + bench.schedules()[0].name.dropFirst(7).dropLast(4)
        bench.panel.change { $0[0].schedules[0].name = name }
        bench.panel.add(StandInSchedule(id: 9, name: name), to: 0)
        try await bench.reconcile([.sample("restart")]) { $0.adopts = true }
        #expect(bench.schedules().map(\.name) == [name, name])
    }

    @Test("are matched by their names where no ownership is written")
    func areMatchedByName() async throws {
        let bench = Bench(1)
        try await bench.reconcile([.sample("restart", name: "Restart")]) { $0.writesOwnership = false }
        #expect(bench.schedules().map(\.name) == ["Restart"])
        try await bench.reconcile([.sample("restart", name: "Restart", schedule: "1 1 * * *")]) {
            $0.writesOwnership = false
        }
        #expect(bench.schedules().map(\.cron) == [["1", "1", "*", "*", "*"]])
        let twin = StandInSchedule(id: 9, name: "Restart")
        bench.panel.add(twin, to: 0)
        let plan = try await bench.plan([.sample("restart", name: "Restart")]) { $0.writesOwnership = false }
        #expect(plan.actions.map(\.operation) == [.blocked])
        let text = plan.actions.first?.block.map { "\($0.message) \($0.notes.map(\.message)) \($0.help ?? "")" } ?? ""
        #expect(text.contains("00000001/1") && text.contains("00000001/9"), "\(text)")
    }

    @Test("are deleted only with a marker, when they are to be pruned")
    func areDeletedOnlyWithAMarker() async throws {
        let bench = Bench(1)
        bench.panel.add(StandInSchedule(id: 1, name: "by hand"), to: 0)
        try await bench.reconcile([.sample("restart"), .sample("kept", protect: true), .sample("other")])
        try await bench.reconcile([.sample("restart")])
        #expect(bench.schedules().count == 4)
        try await bench.reconcile([.sample("restart")]) { $0.prunes = true }
        #expect(Set(bench.schedules().map { String($0.name.prefix(7)) }) == ["by hand", "restart", "kept {p"])
    }

    // MARK: Kills

    @Test("converge after any number of kills at any request", arguments: 0..<120)
    func convergeAfterKills(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let family = StandInFamily.allCases[Int(seed) % 3]
        let bench = Bench(3, family)
        try await bench.reconcile(Self.random(&generator))
        bench.time.advance(.seconds(60))
        let wanted = Self.random(&generator)
        for _ in 0...Int.random(in: 0...2, using: &generator) {
            let kill = Int.random(in: 1...60, using: &generator)
            _ = try? await bench.reconcile(wanted, killedAfter: kill) { $0.prunes = true }
            bench.time.advance(.seconds(60))
        }
        try await bench.reconcile(wanted) { $0.prunes = true }
        let plan = try await bench.plan(wanted) { $0.prunes = true }
        #expect(plan.actions.isEmpty, "\(plan.sketch)")
        for server in bench.panel.servers {
            #expect(server.schedules.count == wanted.count)
            for entry in wanted {
                let schedule = server.schedules.first { $0.name.contains("/\(entry.key) ") }
                #expect(schedule?.isActive == entry.fields.enabled)
                #expect(schedule?.tasks.count == (entry.fields.steps.map { $0.items?.count ?? 0 }))
            }
        }
    }

    private static func random(_ generator: inout SeededGenerator) -> [DesiredSchedule] {
        ["a", "b", "c", "d"].filter { _ in Bool.random(using: &generator) || Bool.random(using: &generator) }.map {
            key in
            let steps = (0..<Int.random(in: 1...4, using: &generator)).map { number -> Value in
                let payload = "say \(Int.random(in: 0...2, using: &generator))"
                return ["action": "command", "payload": .string(payload), "offset": .integer(Int64(number) * 10)]
            }
            return .sample(
                key, name: "\(key) \(Int.random(in: 0...1, using: &generator))",
                schedule: "\(Int.random(in: 0...2, using: &generator)) 4 * * *",
                enabled: Int.random(in: 0...3, using: &generator) > 0, steps: .list(steps))
        }
    }
}

extension Value {
    fileprivate var items: [Value]? { if case .list(let items) = self { items } else { nil } }
}
