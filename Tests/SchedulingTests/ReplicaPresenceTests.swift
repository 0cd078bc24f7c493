import ClockFixtures
import LogFixtures
import Logging
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import PrometheusMetrics
import ServiceLifecycle
import Testing

@testable import Scheduling

@Suite("What a replica says of itself", .mustEnd)
struct ReplicaPresenceTests {
    @Test("is when it started and was last seen, by the store's clock", arguments: StoreKind.allCases)
    func beats(_ kind: StoreKind) async throws {
        try await Workshop.with(kind) { workshop in
            let presence = Self.presence(workshop)
            let start = workshop.now
            await presence.beat()
            workshop.time.advance(.seconds(10))
            await presence.beat()
            let replicas = try await workshop.store.read { try await $0.replicas() }
            #expect(
                replicas == [
                    ReplicaRecord(
                        name: "one", version: "1", startedAt: start, lastSeen: workshop.now, clockSkew: 0,
                        runsTasks: true)
                ])
        }
    }

    @Test("has the difference of the clocks, which only the store's decides", arguments: [-600, 600] as [Int64])
    func skew(_ seconds: Int64) async throws {
        let workshop = Workshop()
        let own = ManualTime()
        own.advance(.seconds(seconds) + .milliseconds(300))
        let log = LogLines()
        let presence = Self.presence(workshop, clock: own, log: log)
        await presence.beat()
        await presence.beat()
        let replica = try #require(try await workshop.store.read { try await $0.replicas() }.first)
        #expect(abs(replica.clockSkew - seconds) <= 1)
        #expect(replica.lastSeen == workshop.now)
        #expect(log.all == ["warning this machine's clock differs from the store's, which decides what is due"])
        #expect(workshop.metrics.render().contains("phoenix_replica_clock_skew_seconds \(replica.clockSkew)"))
    }

    @Test("is never more than can be known from one answer of the store")
    func measure() {
        let store = Timestamp(seconds: 100)
        func skew(_ before: Double, _ after: Double) -> Int64 {
            ClockSkew.seconds(store: store, before: .seconds(before), after: .seconds(after))
        }
        #expect(skew(100, 100) == 0)
        #expect(skew(100.9, 100.95) == 0)
        // The store's second may have been about to end.
        #expect(skew(101, 101) == 0)
        #expect(skew(102.4, 102.5) == 2)
        #expect(skew(97.1, 97.2) == -3)
        #expect(skew(95, 130) == 0)
        #expect(skew(700, 700) == 600)
    }

    @Test("is forgotten an hour after it was last seen, and at once when it ends in order")
    func end() async throws {
        let workshop = Workshop()
        await Self.presence(workshop, name: "lost").beat()
        workshop.time.advance(.seconds(3_600))
        await Self.presence(workshop).beat()
        #expect(try await workshop.store.read { try await $0.replicas() }.map(\.name) == ["lost", "one"])
        workshop.time.advance(.seconds(1))
        await Self.presence(workshop).beat()
        #expect(try await workshop.store.read { try await $0.replicas() }.map(\.name) == ["one"])

        // On a clock of its own: its waits take no time, and the other one must not be forgotten meanwhile.
        let two = Self.presence(workshop, name: "two", clock: ManualTime())
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: two),
                    .init(service: Ender(store: workshop.store), successTerminationBehavior: .gracefullyShutdownGroup),
                ], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        try await group.run()
        #expect(try await workshop.store.read { try await $0.replicas() }.map(\.name) == ["one"])
    }

    @Test("may fail without an end of the replica, which goes on by itself")
    func failure() async throws {
        let workshop = Workshop()
        let store = FaultyStore(workshop.store)
        let log = LogLines()
        let presence = Self.presence(workshop, store: store, log: log)
        store.fail(with: PanelStoreError(.unavailable, "gone"))
        await presence.beat()
        await presence.beat()
        store.fail(with: nil)
        await presence.beat()
        #expect(try await workshop.store.read { try await $0.replicas() }.map(\.name) == ["one"])
        #expect(
            log.all == [
                "warning the store cannot be told of this replica", "debug the store cannot be told of this replica",
                "notice the store knows of this replica again",
            ])
    }

    private static func presence(
        _ workshop: Workshop, name: String = "one", store: (any PanelStore)? = nil, clock: ManualTime? = nil,
        log: any LogHandler = SwiftLogNoOpLogHandler()
    ) -> ReplicaPresence {
        ReplicaPresence(
            store: store ?? workshop.store, name: name, version: "1", runsTasks: true,
            clock: (clock ?? workshop.time).clock(), logger: Logger(label: "test") { _ in log },
            metrics: workshop.metrics)
    }
}

/// Ends once two replicas are known.
private struct Ender: Service {
    let store: any PanelStore

    func run() async throws {
        while try await store.read({ try await $0.replicas() }).count < 2 { await Task.yield() }
    }
}
