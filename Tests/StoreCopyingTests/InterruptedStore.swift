import PanelStore
import Synchronization

/// A store that does something else before some of its calls, such as to fail.
struct InterruptedStore: PanelStore {
    private final class Calls: Sendable {
        private let number = Mutex(0)

        func next() -> Int {
            number.withLock { number in
                number += 1
                return number
            }
        }
    }

    private let base: any PanelStore
    private let reads = Calls()
    private let writes = Calls()
    private let beforeRead: @Sendable (Int) async throws -> Void
    private let beforeWrite: @Sendable (Int) async throws -> Void

    /// Both are told how many calls of their kind there were, with this one.
    init(
        _ base: any PanelStore, beforeRead: @escaping @Sendable (Int) async throws -> Void = { _ in },
        beforeWrite: @escaping @Sendable (Int) async throws -> Void = { _ in }
    ) {
        self.base = base
        self.beforeRead = beforeRead
        self.beforeWrite = beforeWrite
    }

    func read<T: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable (any PanelStoreReading) async throws -> T
    ) async throws -> T {
        try await beforeRead(reads.next())
        return try await base.read(within: limit, body)
    }

    func write<T: Sendable>(
        within limit: Duration, as mode: WriteMode,
        _ body: @escaping @Sendable (any PanelStoreTransaction) async throws -> T
    ) async throws -> T {
        try await beforeWrite(writes.next())
        return try await base.write(within: limit, as: mode, body)
    }

    func configurationVersion() -> ConfigurationVersion? { base.configurationVersion() }
    func checkWritable() async throws { try await base.checkWritable() }
    func health() async throws -> StoreHealth { try await base.health() }
}
