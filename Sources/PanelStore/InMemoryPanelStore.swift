package import PhoenixModel
import Synchronization

/// A store that lives as long as the process: the reference that the others are held against.
package final class InMemoryPanelStore: PanelStore {
    private let tables: Mutex<InMemoryTables>

    /// A new store, with the system services created at `now`.
    package init(now: Timestamp) {
        tables = Mutex(InMemoryTables(services: SystemServices.initial(at: now)))
    }

    package func read<T: Sendable>(_ body: @escaping @Sendable (any PanelStoreReading) throws -> T) async throws -> T {
        try tables.withLock { try body($0) }
    }

    package func write<T: Sendable>(
        _ body: @escaping @Sendable (any PanelStoreTransaction) throws -> T
    ) async throws -> T {
        try Task.checkCancellation()
        return try tables.withLock { tables in
            tables.begin()
            tables.writeCount += 1
            do {
                return try body(tables)
            } catch {
                tables.rollBack()
                throw error
            }
        }
    }

    package func changeMark() -> Int64? { tables.withLock { $0.writeCount } }

    package func health() async throws -> StoreHealth { StoreHealth() }
}
