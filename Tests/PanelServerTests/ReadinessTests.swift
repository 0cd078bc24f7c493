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
            let full = try await server.send("GET", "/readyz", key: "")
            #expect(full.status == 503)
            #expect(full["errors", "0", "detail"]?.plainText == "there is no space left for the store")
            store.isFull.store(false, ordering: .relaxed)
            #expect(try await status() == 503)
            server.wait(1)
            #expect(try await status() == 200)
            #expect(store.lookCount.load(ordering: .relaxed) == 3)
        }
    }

    @Test("is 503 while the scheduler has not come round for more than 30 seconds, and /healthz is not")
    func schedulerBehind() async throws {
        try await TestServer.run { server in
            func status(_ path: String = "/readyz") async throws -> Int {
                try await server.send("GET", path, key: "").status
            }
            server.wait(1_000)
            #expect(try await status() == 200)
            server.tick()
            server.wait(30)
            #expect(try await status() == 200)
            server.wait(1)
            let behind = try await server.send("GET", "/readyz", key: "")
            #expect(behind.status == 503 && behind.codes == ["service_unavailable"] && behind.isDocumentedError)
            #expect(behind["errors", "0", "detail"]?.plainText?.contains("31 seconds") == true)
            #expect(try await status("/healthz") == 200)
            server.tick()
            #expect(try await status() == 200)
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
        within limit: Duration, as mode: WriteMode,
        _ body: @escaping @Sendable (any PanelStoreTransaction) async throws -> T
    ) async throws -> T {
        try await store.write(within: limit, as: mode, body)
    }

    func configurationVersion() -> ConfigurationVersion? { store.configurationVersion() }

    func checkWritable() async throws {
        lookCount.add(1, ordering: .relaxed)
        if isFull.load(ordering: .relaxed) { throw PanelStoreError(.full, "no space") }
    }

    func health() async throws -> StoreHealth { StoreHealth() }
}
