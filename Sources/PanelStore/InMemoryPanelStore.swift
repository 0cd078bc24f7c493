package import PhoenixModel
import Synchronization

/// A store that lives as long as the process: the reference that the others are held against.
package final class InMemoryPanelStore: PanelStore {
    private let tables: InMemoryTables
    private let turns = Turnstile()
    private let runsTwice: Bool

    /// A new store, with the system services created now. With `runsTwice` every body is undone once and begun again,
    /// as engines do after a serialization failure: a body with effects outside the store shows then.
    package init(clock: @escaping @Sendable () -> Timestamp, runsTwice: Bool = false) {
        tables = InMemoryTables(services: SystemServices.initial(at: clock()), clock: clock)
        self.runsTwice = runsTwice
    }

    package func read<T: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable (any PanelStoreReading) async throws -> T
    ) async throws -> T {
        try await run(within: limit, body)
    }

    package func write<T: Sendable>(
        within limit: Duration, as mode: WriteMode,
        _ body: @escaping @Sendable (any PanelStoreTransaction) async throws -> T
    ) async throws -> T {
        try Task.checkCancellation()
        return try await run(within: limit) { tables in
            do {
                return try await body(tables)
            } catch {
                tables.rollBack()
                throw error
            }
        }
    }

    private func run<T: Sendable>(
        within limit: Duration, _ body: @Sendable (InMemoryTables) async throws -> T
    ) async throws -> T {
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        return try await turns.withTurn {
            guard clock.now < deadline else { throw PanelStoreError.notInTime("the store", limit) }
            if runsTwice {
                _ = try? await body(tables)
                tables.rollBack()
            }
            let result = try await body(tables)
            tables.commit()
            return result
        }
    }

    package func configurationVersion() -> ConfigurationVersion? {
        tables.state.withLock { state in
            ConfigurationVersion(
                services: DataVersion(state.services.changeCount), keys: DataVersion(state.services.keyChangeCount))
        }
    }

    package func checkWritable() async throws {}

    package func health() async throws -> StoreHealth { StoreHealth() }
}
