import PanelClient
import PanelFixtures
import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

/// The panels that one suite holds to the same contract, each on every store.
struct PanelKind: CaseIterable, Sendable, CustomTestStringConvertible {
    let isRemote: Bool
    let store: StoreKind

    static let allCases = [false, true].flatMap { isRemote in
        StoreKind.embedded.map { PanelKind(isRemote: isRemote, store: $0) }
    }

    var testDescription: String { "\(isRemote ? "over HTTP" : "embedded"), \(store.rawValue)" }

    /// Runs `body` with the panel and, beside it, the operations on its store.
    func withPanel(
        _ body: @escaping @Sendable (any PanelWriter, ServiceOperations) async throws -> Void
    ) async throws {
        try await withRunPanel { panel, store in
            try await body(panel, ServiceOperations(store: store, now: { .sample }))
        }
    }

    /// The same with the store itself, and with what the panel can do with runs.
    func withRunPanel(
        _ body: @escaping @Sendable (any PanelRunWriter, any PanelStore) async throws -> Void
    ) async throws {
        guard isRemote else {
            return try await store.withStore { store in
                let services = ServiceOperations(store: store, now: { .sample })
                try await body(EmbeddedPanel(name: "embedded panel", services: services), store)
            }
        }
        try await TestServer.run(on: store) { server in
            try await HTTPPanel.withPanel(
                at: .init(panel: server.address.url), key: BearerToken(server.key.text),
                options: PanelClientOptions(version: "test")
            ) { panel in
                try await body(panel, server.store)
            }
        }
    }
}
