import PanelFixtures
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Synchronization
import Testing

@Suite("/readyz")
struct ReadinessTests {
    @Test("is 503 while nothing can be written, and looks once a second")
    func fullDisk() async throws {
        let store = FillingStore()
        try await TestServer.run(store) { server async throws in
            func status() async throws -> Int { try await server.send("GET", "/readyz", key: "").status }
            #expect(try await status() == 200)
            store.isFull.store(true, ordering: .relaxed)
            #expect(try await status() == 200)
            server.wait(1)
            #expect(try await status() == 503)
            store.isFull.store(false, ordering: .relaxed)
            #expect(try await status() == 503)
            server.wait(1)
            #expect(try await status() == 200)
            #expect(store.lookCount.load(ordering: .relaxed) == 3)
        }
    }
}

/// A store whose disk can be full for writes; everything can be read.
private final class FillingStore: PanelStore {
    let isFull = Atomic(false)
    let lookCount = Atomic(0)
    private let store = InMemoryPanelStore(now: .sample)

    func read<T: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable (any PanelStoreReading) async throws -> T
    ) async throws -> T {
        try await store.read(within: limit, body)
    }

    func write<T: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable (any PanelStoreTransaction) async throws -> T
    ) async throws -> T {
        try await store.write(within: limit, body)
    }

    func configurationVersion() -> ConfigurationVersion? { store.configurationVersion() }

    func checkWritable() async throws {
        lookCount.add(1, ordering: .relaxed)
        if isFull.load(ordering: .relaxed) { throw PanelStoreError(.full, "no space") }
    }

    func health() async throws -> StoreHealth { StoreHealth() }
}
