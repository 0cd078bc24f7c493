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
        let isFull = Mutex(false)
        let lookCount = Mutex(0)
        let store = InterruptedStore(
            InMemoryPanelStore(now: .sample),
            beforeCheck: { number in
                lookCount.withLock { $0 = number }
                if isFull.withLock({ $0 }) { throw PanelStoreError(.full, "no space") }
            })
        try await TestServer.run(store) { server async throws in
            func status() async throws -> Int { try await server.send("GET", "/readyz", key: "").status }
            #expect(try await status() == 200)
            isFull.withLock { $0 = true }
            #expect(try await status() == 200)
            server.wait(1)
            let full = try await server.send("GET", "/readyz", key: "")
            #expect(full.status == 503)
            #expect(full["errors", "0", "detail"]?.plainText == "there is no space left for the store")
            isFull.withLock { $0 = false }
            #expect(try await status() == 503)
            server.wait(1)
            #expect(try await status() == 200)
            #expect(lookCount.withLock { $0 } == 3)
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
