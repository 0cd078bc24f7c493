import ClockFixtures
import Clocks
import Logging
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Probes
import PrometheusMetrics
import Synchronization
import Testing

@Suite("Probes of several replicas on one store", .mustEnd)
struct ProbeReplicaTests {
    @Test("check each service once, however many of them look at the same time", arguments: StoreKind.allCases)
    func once(_ kind: StoreKind) async throws {
        try await withProbedStore(kind) { store, time async throws in
            let script = Checks()
            let replicas = (0..<3).map { _ in Self.scheduler(store, script, time) }
            for _ in 0..<5 {
                await withTaskGroup { group in
                    for replica in replicas { group.addTask { await replica.tick() } }
                    let count = await group.reduce(0, +)
                    #expect(count == 4)
                }
                try await time.clock().sleep(.seconds(70))
            }
            #expect(script.count == 20)
            for id in 1...4 as ClosedRange<Int64> {
                let checks = try await store.read { try await $0.probeChecks(of: id, since: Timestamp(seconds: 0)) }
                #expect(checks.count == 5)
            }
        }
    }

    @Test("are taken over when their replica dies, once their lease is over", arguments: StoreKind.allCases)
    func takeover(_ kind: StoreKind) async throws {
        try await withProbedStore(kind) { store, time async throws in
            let stuck = Checks(isStuck: true)
            let dying = Self.scheduler(store, stuck, time)
            let run = Task { await dying.tick() }
            while stuck.count < 4 { await Task.yield() }
            run.cancel()
            _ = await run.value

            let script = Checks()
            let other = Self.scheduler(store, script, time)
            try await time.clock().sleep(.seconds(59))
            #expect(await other.tick() == 0)
            try await time.clock().sleep(.seconds(1))
            #expect(await other.tick() == 4)
            #expect(try await store.read { try await $0.probeState(of: 2) }?.status == .running)
        }
    }

    @Test("record nothing that was found after their lease, as a frozen machine would", arguments: StoreKind.allCases)
    func frozen(_ kind: StoreKind) async throws {
        try await withProbedStore(kind) { store, time async throws in
            let frozen = Self.scheduler(store, Checks(result: .down) { time.advance(.seconds(60)) }, time)
            #expect(await frozen.tick() == 4)
            #expect(try await store.read { try await $0.probeState(of: 2) } == nil)
            #expect(await Self.scheduler(store, Checks(), time).tick() == 4)
            #expect(try await store.read { try await $0.probeState(of: 2) }?.failuresInARow == 0)
        }
    }

    /// Runs `body` with a store whose four system services are all probed.
    private func withProbedStore(
        _ kind: StoreKind, _ body: (any PanelStore, ManualTime) async throws -> Void
    ) async throws {
        let time = ManualTime()
        try await kind.withStore(clock: { Timestamp(seconds: Int64(time.now / .seconds(1))) }) { store in
            try await store.write { store in
                for var record in try await store.allServices() {
                    record.config = ["probe": ["type": "mysql", "host": "db", "user": "monitor"]]
                    try await store.replace(record)
                }
            }
            try await body(store, time)
        }
    }

    private static func scheduler(_ store: any PanelStore, _ checks: Checks, _ time: ManualTime) -> ProbeScheduler {
        ProbeScheduler(
            store: store, probes: checks, clock: time.clock(random: 0.5), makeID: { "id" },
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, metrics: PrometheusMetricsFactory())
    }

    /// Finds all services the same, and counts how often it was asked.
    private final class Checks: ServiceProbing {
        private let state = Mutex((asked: 0, areFourHere: false))
        private let outcome: ProbeResult.Outcome
        private let isStuck: Bool
        private let onFourth: @Sendable () -> Void

        init(
            result outcome: ProbeResult.Outcome = .healthy, isStuck: Bool = false,
            onFourth: @escaping @Sendable () -> Void = {}
        ) {
            self.outcome = outcome
            self.isStuck = isStuck
            self.onFourth = onFourth
        }

        var count: Int { state.withLock { $0.asked } }

        /// The first four answer together.
        func check(_ configuration: ProbeConfiguration) async -> ProbeResult {
            let number = state.withLock { state in
                state.asked += 1
                return state.asked
            }
            if isStuck { try? await Task.sleep(for: .seconds(3_600)) }
            if number == 4 {
                onFourth()
                state.withLock { $0.areFourHere = true }
            }
            while !isStuck, !state.withLock({ $0.areFourHere }) { await Task.yield() }
            return ProbeResult(outcome: outcome)
        }
    }
}
