import Foundation
import PanelStore
import PanelStoreSQLite
import PhoenixModel
import Testing

/// The stores that one suite holds to the same contract.
enum StoreKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case inMemory = "in memory"
    case sqlite = "SQLite"

    var testDescription: String { rawValue }

    func withStore<T>(_ body: (any PanelStore) async throws -> T) async throws -> T {
        switch self {
        case .inMemory: return try await body(InMemoryPanelStore(now: .sample))
        case .sqlite:
            return try await withTemporaryFolder { folder in
                try await body(SQLitePanelStore.open(path: "\(folder)/panel.db", now: .sample))
            }
        }
    }
}

func withTemporaryFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("phoenix-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path)
}

extension Timestamp {
    static let sample = Timestamp(seconds: 1_795_485_909)
}
