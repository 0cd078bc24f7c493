package import PanelStore
import PhoenixModel
import Synchronization

/// A store that does something else before some of its calls, such as to fail.
package struct InterruptedStore: PanelStore {
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
    private let checks = Calls()
    private let beforeRead: @Sendable (Int) async throws -> Void
    private let beforeWrite: @Sendable (Int) async throws -> Void
    private let beforeCheck: @Sendable (Int) async throws -> Void

    /// Each is told how many calls of its kind there were, with this one.
    package init(
        _ base: any PanelStore, beforeRead: @escaping @Sendable (Int) async throws -> Void = { _ in },
        beforeWrite: @escaping @Sendable (Int) async throws -> Void = { _ in },
        beforeCheck: @escaping @Sendable (Int) async throws -> Void = { _ in }
    ) {
        self.base = base
        self.beforeRead = beforeRead
        self.beforeWrite = beforeWrite
        self.beforeCheck = beforeCheck
    }

    /// A store that is gone for writes after so many, as it is for a process that dies.
    package init(_ base: any PanelStore, writesLeft: Int) {
        self.init(
            base,
            beforeWrite: { number in
                if number > writesLeft { throw PanelStoreError(.unavailable, "gone") }
            })
    }

    package func read<T: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable (any PanelStoreReading) async throws -> T
    ) async throws -> T {
        try await beforeRead(reads.next())
        return try await base.read(within: limit, body)
    }

    package func write<T: Sendable>(
        within limit: Duration, as mode: WriteMode,
        _ body: @escaping @Sendable (any PanelStoreTransaction) async throws -> T
    ) async throws -> T {
        try await beforeWrite(writes.next())
        return try await base.write(within: limit, as: mode, body)
    }

    package func configurationVersion() -> ConfigurationVersion? { base.configurationVersion() }

    package func checkWritable() async throws {
        try await beforeCheck(checks.next())
        try await base.checkWritable()
    }

    package func health() async throws -> StoreHealth { try await base.health() }
}
