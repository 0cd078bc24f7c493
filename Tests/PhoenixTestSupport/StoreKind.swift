import Foundation
package import PanelStore
import PanelStorePostgres
package import PanelStoreSQLite
package import PhoenixModel
import PostgresFixtures
import ProcessFixtures
import Testing

/// The stores that one suite holds to the same contract.
package enum StoreKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case inMemory = "in memory"
    /// Every unit of work is undone and run once more.
    case retrying = "in memory, retrying"
    case sqlite = "SQLite"
    case postgres = "PostgreSQL"
    /// PostgreSQL behind a pooler that gives each transaction another server.
    case pgbouncer = "PostgreSQL through pgbouncer"

    /// All that can be had here; where programs of servers are required and missing, tests fail.
    package static var allCases: [StoreKind] {
        embedded
            + [.postgres, .pgbouncer].filter { kind in
                ServerProgram.areRequired || kind.programs.allSatisfy { ServerProgram($0).path != nil }
            }
    }

    /// Those that need no server.
    package static let embedded: [StoreKind] = [.inMemory, .retrying, .sqlite]

    private var programs: [String] { self == .pgbouncer ? ["postgres", "pgbouncer"] : ["postgres"] }

    package var testDescription: String { rawValue }

    /// Runs `body` on an empty store of the kind whose time of day is that of `clock`.
    package func withStore<T>(
        clock: @escaping @Sendable () -> Timestamp = { .sample }, _ body: (any PanelStore) async throws -> T
    ) async throws -> T {
        switch self {
        case .inMemory: return try await body(InMemoryPanelStore(clock: clock))
        case .retrying: return try await body(InMemoryPanelStore(clock: clock, runsTwice: true))
        case .sqlite:
            return try await withTemporaryFolder { folder in
                try await body(SQLitePanelStore.open(path: "\(folder)/panel.db", clock: clock))
            }
        case .postgres:
            return try await PostgresServer.withServer { server in
                try await Self.withPostgres(server.url, clock, body)
            }
        case .pgbouncer:
            return try await PostgresServer.withServer { server in
                try await PgBouncer.withPooler(of: server) { url in try await Self.withPostgres(url, clock, body) }
            }
        }
    }

    private static func withPostgres<T>(
        _ url: String, _ clock: @escaping @Sendable () -> Timestamp, _ body: (any PanelStore) async throws -> T
    ) async throws -> T {
        var options = PostgresPanelStore.Options()
        // A machine that is busy with other tests may take long from one line to the next.
        options.versionBound = .seconds(600)
        options.openLimit = .seconds(600)
        let store = try await PostgresPanelStore.open(
            location: PostgresLocation(url), options: options, clock: clock)
        let result: T
        do {
            result = try await body(store)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
        return result
    }
}

extension InMemoryPanelStore {
    /// A store whose time of day stands still.
    package convenience init(now: Timestamp, runsTwice: Bool = false) {
        self.init(clock: { now }, runsTwice: runsTwice)
    }
}

extension SQLitePanelStore {
    /// Opens a store whose time of day stands still.
    package static func open(
        path: String, for mode: StoreMode = .writing, options: Options = Options(), now: Timestamp
    ) async throws(PanelStoreError) -> SQLitePanelStore {
        try await open(path: path, for: mode, options: options, clock: { now })
    }
}

/// Runs `body` with the path of a folder that is gone afterwards.
package func withTemporaryFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("phoenix-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path)
}

extension Timestamp {
    /// A moment of no importance.
    package static let sample = Timestamp(seconds: 1_795_485_909)
}
