import Logging
import PanelFixtures
import PanelServer
import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import PrometheusMetrics
import ServicesAPI
import Testing

/// A server with all of the API on a port of its own, and beside it the operations on its store.
struct RunningServer: Sendable {
    let address: ServerAddress
    /// One that may do everything.
    let key: String
    let services: ServiceOperations

    /// Runs `body` against a server with a new store, which is gone afterwards.
    static func run(_ body: @escaping @Sendable (RunningServer) async throws -> Void) async throws {
        let now: @Sendable () -> Timestamp = { .sample }
        let store = InMemoryPanelStore(now: .sample)
        let services = ServiceOperations(store: store, now: now)
        let keys = KeyRing(store: store, now: now)
        var generator = SystemRandomNumberGenerator()
        let key = APIKey(using: &generator)
        _ = try await keys.add(key, name: "all", permissions: Set(Permission.allCases), lifetime: nil)
        let server = try PanelServer(
            options: PanelServerOptions(host: "127.0.0.1", port: 0), services: services, keys: keys,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, metrics: PrometheusMetricsFactory(),
            document: OpenAPIDocument.value(), now: now)
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { listening.finish() }
                do {
                    try await server.run(stopsOnSignals: false) { listening.yield($0) }
                } catch  where Task.isCancelled {}
            }
            group.addTask {
                var heard = ports.makeAsyncIterator()
                let address = ServerAddress(port: try #require(await heard.next()))
                try await body(RunningServer(address: address, key: key.text, services: services))
            }
            // Whichever ends first: the server is not to end before the body.
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}
