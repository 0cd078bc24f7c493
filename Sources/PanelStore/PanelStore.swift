/// Where a panel keeps its services. All rules stand above it; a store only promises what is said here.
///
/// A body is one unit of work: a store may begin it again from the start, with all that it did undone, when its engine
/// asks for that (a serialization failure). So a body has no effect but through what it is given, and its result is
/// that of its last run. It awaits nothing but the verbs: others wait for it. What it is given is of no use after it.
///
/// Both calls throw what the body throws; what goes wrong in the store itself is a `PanelStoreError`. A unit of work
/// that has not begun, or waits for something else than the store, when its time is over is undone.
package protocol PanelStore: Sendable {
    /// Runs a body on one consistent state. It sees every write that was answered before.
    func read<T: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable (any PanelStoreReading) async throws -> T
    ) async throws -> T

    /// Runs a body beside as many other writers as `mode` lets in. What the body did is durable when this returns, and
    /// undone when it throws.
    ///
    /// Other writers may share the commit: a body that throws undoes only its own changes. Once begun, a write is
    /// finished whatever becomes of the caller's task.
    func write<T: Sendable>(
        within limit: Duration, as mode: WriteMode,
        _ body: @escaping @Sendable (any PanelStoreTransaction) async throws -> T
    ) async throws -> T

    /// Another one after every change of what the API answers of services, and of API keys, whoever made it: what was
    /// read after a version was taken still holds as long as the version is the same. Runs and probes change it only
    /// where they change a service. It costs a microsecond or two; nil when the store cannot tell, which includes that
    /// the store is gone.
    func configurationVersion() -> ConfigurationVersion?

    /// Makes a write that changes no data and is as durable as any. Throws what every write would throw now.
    func checkWritable() async throws

    /// Looks whether all that is stored can be read, which takes as long as reading all of it.
    func health() async throws -> StoreHealth
}

extension PanelStore {
    /// How long a unit of work may take where nothing else is asked for.
    private var standardLimit: Duration { .seconds(30) }

    package func read<T: Sendable>(
        _ body: @escaping @Sendable (any PanelStoreReading) async throws -> T
    ) async throws -> T {
        try await read(within: standardLimit, body)
    }

    package func write<T: Sendable>(
        _ body: @escaping @Sendable (any PanelStoreTransaction) async throws -> T
    ) async throws -> T {
        try await write(within: standardLimit, as: .alone, body)
    }

    package func write<T: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable (any PanelStoreTransaction) async throws -> T
    ) async throws -> T {
        try await write(within: limit, as: .alone, body)
    }

    package func write<T: Sendable>(
        as mode: WriteMode, _ body: @escaping @Sendable (any PanelStoreTransaction) async throws -> T
    ) async throws -> T {
        try await write(within: standardLimit, as: mode, body)
    }
}

/// The versions of what is held in memory beside a store.
package struct ConfigurationVersion: Sendable, Hashable {
    package let services: DataVersion
    /// Of the API keys, but for when they were last used.
    package let keys: DataVersion

    package init(services: DataVersion, keys: DataVersion) {
        self.services = services
        self.keys = keys
    }
}

/// Tells one state of a store's data from another. Versions only compare for being the same, within one process.
package struct DataVersion: Sendable, Hashable {
    package let number: Int64

    package init(_ number: Int64) { self.number = number }
}
