import ClockFixtures
import Clocks
import CoreMetrics
import Logging
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Probes
import PrometheusMetrics
import ServiceLifecycle
import Synchronization
import Testing

@Suite("The scheduler of probes", .mustEnd)
struct ProbeSchedulerTests {
    /// What a service is found to be, until something else is said.
    private final class Script: ServiceProbing {
        private let state = Mutex((result: ProbeResult(outcome: .healthy), checks: [ProbeConfiguration]()))
        let isStuck: Bool

        init(isStuck: Bool = false) { self.isStuck = isStuck }

        var checks: [ProbeConfiguration] { state.withLock { $0.checks } }
        func say(_ result: ProbeResult) { state.withLock { $0.result = result } }

        func check(_ configuration: ProbeConfiguration) async -> ProbeResult {
            let result = state.withLock { state in
                state.checks.append(configuration)
                return state.result
            }
            if isStuck { try? await Task.sleep(for: .seconds(3_600)) }
            return result
        }
    }

    private struct Setting {
        let store: InMemoryPanelStore
        let time: ManualTime
        let script: Script
        let metrics = PrometheusMetricsFactory()
        let scheduler: ProbeScheduler

        init(_ script: Script = Script(), runsTwice: Bool = false) {
            let time = ManualTime()
            let ids = Mutex(0)
            store = InMemoryPanelStore(
                clock: { Timestamp(seconds: Int64(time.now / .seconds(1))) }, runsTwice: runsTwice)
            self.time = time
            self.script = script
            scheduler = ProbeScheduler(
                store: store, probes: script, clock: time.clock(random: 0.5),
                makeID: {
                    let number = ids.withLock { ids in
                        ids += 1
                        return ids
                    }
                    return "message-\(number)"
                }, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, metrics: metrics)
        }

        func change(_ id: Int64 = 2, _ body: @escaping @Sendable (inout ServiceRecord) -> Void) async throws {
            try await store.write { store in
                var record = try #require(try await store.service(id))
                body(&record)
                try await store.replace(record)
            }
        }

        func pass(_ seconds: Int64) async throws { try await time.clock().sleep(.seconds(seconds)) }

        /// Waits for the next check of a service, and carries it out.
        func nextCheck() async throws {
            try await pass(60)
            #expect(await scheduler.tick() == 1)
        }

        func status(_ id: Int64 = 2) async throws -> ServiceStatus? {
            try await store.read { try await $0.service(id)?.status }
        }
        func state(_ id: Int64 = 2) async throws -> ProbeState? {
            try await store.read { try await $0.probeState(of: id) }
        }
        func messages() async throws -> [OutboxMessage] {
            try await store.write { store in
                let now = try await store.now()
                return try await store.takeMessages(at: now, until: now, addresses: 100, perAddress: 100)
            }
        }
    }

    private static let probe: Value = ["probe": ["type": "mysql", "host": "db", "user": "monitor"]]
    private static let down = ProbeResult(
        outcome: .down, issues: [.error("connection_refused", "db:3306 refused the connection")])

    @Test("leaves services alone that have no probe or are disabled")
    func nothingDue() async throws {
        let setting = Setting()
        #expect(await setting.scheduler.tick() == 0)
        try await setting.change {
            $0.config = Self.probe
            $0.isEnabled = false
        }
        #expect(await setting.scheduler.tick() == 0)
        #expect(try await setting.status(1) == .unknown)
    }

    @Test("probes a new configuration at once, and again after its interval", arguments: [false, true])
    func interval(runsTwice: Bool) async throws {
        let setting = Setting(runsTwice: runsTwice)
        try await setting.change { $0.config = Self.probe }
        #expect(await setting.scheduler.tick() == 1)
        #expect(try await setting.status() == .running)
        try await setting.pass(59)
        #expect(await setting.scheduler.tick() == 0)
        try await setting.pass(1)
        #expect(await setting.scheduler.tick() == 1)
        #expect(setting.script.checks.count == 2)
        let checks = try await setting.store.read { try await $0.probeChecks(of: 2, since: Timestamp(seconds: 0)) }
        #expect(checks.count == 2)
    }

    @Test("stops a service after three failures, and says so once to those who ask for it")
    func stopped() async throws {
        let setting = Setting()
        try await setting.change { record in
            record.config = Self.probe
            record.notify = [
                ["type": "webhook", "url": "https://a.example/hook", "secret": "0123456789abcdef"],
                ["type": "discord", "url": "https://b.example/hook", "on": ["failed"]],
            ]
        }
        _ = await setting.scheduler.tick()
        setting.script.say(Self.down)
        try await setting.nextCheck()
        try await setting.nextCheck()
        #expect(try await setting.status() == .running)
        #expect(try await setting.messages().isEmpty)
        try await setting.nextCheck()
        #expect(try await setting.status() == .stopped)
        try await setting.nextCheck()
        let messages = try await setting.messages()
        #expect(messages.map(\.address) == ["https://a.example/hook"])
        #expect(messages.first?.event == "service.stopped")
        #expect(messages.first?.secret == "0123456789abcdef")
        #expect(messages.first?.text == "Database Host has stopped: db:3306 refused the connection")
        #expect(
            messages.first?.payload == [
                "event": "service.stopped", "occurred_at": .string("2027-01-15T08:03:00Z"),
                "service": ["id": "2", "name": "Database Host", "type": "system"],
            ])
        let issues = try await setting.store.read { try await $0.issues(of: 2, limit: 20) }
        #expect(issues.map(\.code) == ["connection_refused"])
        #expect(issues.first?.count == 4)
        #expect(issues.first?.severity == "error")
    }

    @Test("tells that a service is back after two good checks")
    func recovered() async throws {
        let setting = Setting()
        try await setting.change { record in
            record.config = Self.probe
            record.notify = [["type": "webhook", "url": "https://a.example/hook", "on": ["recovered"]]]
        }
        setting.script.say(Self.down)
        _ = await setting.scheduler.tick()
        for _ in 0..<2 { try await setting.nextCheck() }
        #expect(try await setting.status() == .stopped)
        setting.script.say(ProbeResult(outcome: .healthy, latency: .milliseconds(3)))
        try await setting.nextCheck()
        #expect(try await setting.status() == .stopped)
        try await setting.nextCheck()
        #expect(try await setting.status() == .running)
        let messages = try await setting.messages()
        #expect(messages.map(\.event) == ["service.recovered"])
        #expect(messages.map(\.text) == ["Database Host is running again after 2 min"])
    }

    @Test("records nothing of a check whose configuration has changed meanwhile, and checks again at once")
    func changedMeanwhile() async throws {
        let setting = Setting(Script())
        try await setting.change { $0.config = Self.probe }
        let changing = ProbesThatChange(store: setting.store)
        let scheduler = ProbeScheduler(
            store: setting.store, probes: changing, clock: setting.time.clock(), makeID: { "id" },
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, metrics: setting.metrics)
        #expect(await scheduler.tick() == 1)
        #expect(try await setting.state()?.failuresInARow == 0)
        #expect(try await setting.status() == .unknown)
        #expect(await setting.scheduler.tick() == 1)
        #expect(try await setting.status() == .running)
    }

    @Test("records nothing of a check whose service is disabled meanwhile")
    func disabledMeanwhile() async throws {
        let setting = Setting()
        try await setting.change { $0.config = Self.probe }
        let disabling = ProbesThatChange(store: setting.store) { $0.isEnabled = false }
        let scheduler = ProbeScheduler(
            store: setting.store, probes: disabling, clock: setting.time.clock(), makeID: { "id" },
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, metrics: setting.metrics)
        #expect(await scheduler.tick() == 1)
        #expect(try await setting.state() == nil)
        let checks = try await setting.store.read { try await $0.probeChecks(of: 2, since: Timestamp(seconds: 0)) }
        #expect(checks.isEmpty)
        #expect(try await setting.status() == .disabled)
    }

    /// Finds a service down that is changed during the check.
    private struct ProbesThatChange: ServiceProbing {
        let store: InMemoryPanelStore
        var change: @Sendable (inout ServiceRecord) -> Void = {
            $0.config = ["probe": ["type": "mysql", "host": "other", "user": "monitor"]]
        }

        func check(_ configuration: ProbeConfiguration) async -> ProbeResult {
            try? await store.write { store in
                guard var record = try await store.service(2) else { return }
                change(&record)
                try await store.replace(record)
            }
            return ProbeResult(outcome: .down)
        }
    }

    @Test("records nothing of a check that is cancelled")
    func cancelled() async throws {
        let setting = Setting(Script(isStuck: true))
        try await setting.change { $0.config = Self.probe }
        let run = Task { await setting.scheduler.tick() }
        while setting.script.checks.isEmpty { await Task.yield() }
        run.cancel()
        _ = await run.value
        #expect(try await setting.state() == nil)
        // Whoever comes when the lease is over checks it again, and nobody before.
        #expect(await setting.scheduler.tick() == 0)
    }

    @Test("checks again and again until the server is to end, and gives up what is under way then")
    func shutdown() async throws {
        for isStuck in [false, true] {
            let setting = Setting(Script(isStuck: isStuck))
            try await setting.change { $0.config = Self.probe }
            let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let group = ServiceGroup(services: [setting.scheduler], logger: quiet)
            let run = Task { try await group.run() }
            while setting.script.checks.count < (isStuck ? 1 : 3) { await Task.yield() }
            await group.triggerGracefulShutdown()
            try await run.value
            let checks = try await setting.store.read { try await $0.probeChecks(of: 2, since: Timestamp(seconds: 0)) }
            #expect(isStuck ? checks.isEmpty : checks.count >= 2)
        }
    }

    @Test("takes no more than it may at once")
    func bounded() async throws {
        let setting = Setting()
        for id in 1...4 as ClosedRange<Int64> { try await setting.change(id) { $0.config = Self.probe } }
        var options = ProbeSchedulerOptions()
        options.checksAtOnce = 3
        let scheduler = ProbeScheduler(
            store: setting.store, probes: setting.script, options: options, clock: setting.time.clock(),
            makeID: { "id" },
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, metrics: setting.metrics)
        #expect(await scheduler.tick() == 3)
        #expect(await scheduler.tick() == 1)
    }

    @Test("removes checks that are a week old")
    func history() async throws {
        let setting = Setting()
        try await setting.change { $0.config = Self.probe }
        _ = await setting.scheduler.tick()
        try await setting.pass(7 * 86_400 + 1)
        _ = await setting.scheduler.tick()
        let checks = try await setting.store.read { try await $0.probeChecks(of: 2, since: Timestamp(seconds: 0)) }
        #expect(checks.count == 1)
    }

    @Test("counts results and times by kind")
    func metrics() async throws {
        let setting = Setting()
        setting.script.say(
            ProbeResult(outcome: .degraded, latency: .milliseconds(30), issues: [.warning("slow", "slow")]))
        try await setting.change { $0.config = Self.probe }
        _ = await setting.scheduler.tick()
        let text = setting.metrics.render()
        #expect(text.contains(#"phoenix_probes_total{kind="mysql",result="degraded"} 1"#))
        #expect(text.contains(#"phoenix_probe_duration_seconds_count{kind="mysql"} 1"#))
        #expect(try await setting.status() == .degraded)
    }

    @Test("goes on when the store cannot be reached")
    func storeDown() async throws {
        let setting = Setting()
        let scheduler = ProbeScheduler(
            store: FaultyStore(setting.store, failingWith: PanelStoreError(.unavailable, "gone")),
            probes: setting.script, clock: setting.time.clock(), makeID: { "id" },
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, metrics: setting.metrics)
        #expect(await scheduler.tick() == 0)
    }
}
