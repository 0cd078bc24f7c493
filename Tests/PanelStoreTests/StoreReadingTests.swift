import Foundation
import GRDB
import PanelStore
import PanelStoreSQLite
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("A SQLite store that is opened for reading")
struct StoreReadingTests {
    @Test("leaves its file and folder as they were")
    func changesNothing() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            try await fill(path)
            await closed(path)
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            for _ in 0..<2 {
                try await look(path)
                await closed(path)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["panel.db"])
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }

    @Test("leaves a log that was left behind where it is")
    func leftLog() async throws {
        try await withTemporaryFolder { folder async throws in
            let (path, copy) = ("\(folder)/panel.db", "\(folder)/copy.db")
            let writer = try await SQLitePanelStore.open(path: path, now: .sample)
            _ = try await writer.write { try await $0.insert(.task("a")) }
            // As a kill leaves them.
            let files = FileManager.default
            for suffix in ["", "-wal"] { try files.copyItem(atPath: path + suffix, toPath: copy + suffix) }
            func contents() throws -> [Data] {
                try ["", "-wal"].map { try Data(contentsOf: URL(fileURLWithPath: copy + $0)) }
            }
            let before = try contents()
            #expect(before[1].count > 0)
            try await look(copy)
            try await look(copy)
            #expect(try contents() == before)
        }
    }

    @Test("sees what a server that runs has written")
    func besideWriter() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            let writer = try await SQLitePanelStore.open(path: path, now: .sample)
            let reader = try await SQLitePanelStore.open(path: path, for: .reading, now: .sample)
            for count in 5...7 {
                _ = try await writer.write { try await $0.insert(.task("task \(count)")) }
                #expect(try await reader.read { try await $0.serviceCount() } == count)
            }
        }
    }

    @Test("refuses to write")
    func refusesWrites() async throws {
        try await withTemporaryFolder { folder async throws in
            try await fill("\(folder)/panel.db")
            let store = try await SQLitePanelStore.open(path: "\(folder)/panel.db", for: .reading, now: .sample)
            let error = await #expect(throws: PanelStoreError.self) {
                try await store.write { try await $0.insert(.task("b")) }
            }
            #expect(error?.fault == .readOnly)
        }
    }

    @Test("reads an earlier schema as it is; writing brings it up to date", arguments: EarlierStore.allCases)
    func earlierSchema(_ earlier: EarlierStore) async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            try earlier.make(at: path)
            let before = try await steps(path)
            let reader = try await SQLitePanelStore.open(path: path, for: .reading, now: .sample)
            let services = try await reader.read { try await $0.allServices() }
            #expect(services.map(\.name) == ["Wings Daemon", "Backup"])
            #expect(services[1].version == 7 && services[1].lastResult == "partial" && services[1].dependsOn == [1])
            let keys = try await reader.read { try await $0.apiKeys() }.map(\.name)
            #expect(keys == (earlier == .services ? [] : ["one"]))
            try await reader.read { store async throws in
                #expect(try await store.runs(RunQuery()).total == 0)
                #expect(try await store.run(1) == nil)
                #expect(try await store.finishedRuns(of: 5, limit: 9) == [])
                #expect(try await store.lastRealResult(of: 5) == nil)
                #expect(try await store.probeState(of: 1) == nil)
                #expect(try await store.issues(of: 1, limit: 9) == [])
                #expect(try await store.latestSamples(limit: 9) == [])
                #expect(try await store.runLoad().nextDue == Timestamp(seconds: 30))
                #expect(try await store.replicas() == [])
                var query = ServiceQuery()
                query.status = .scheduled
                #expect(try await store.page(query).records.map(\.id) == [5])
            }
            #expect(try await steps(path) == before)

            let writer = try await SQLitePanelStore.open(path: path, now: .sample)
            #expect(
                try await steps(path) == [
                    "0001-services", "0002-api-keys", "0003-request-digests", "0004-runs", "0005-replicas",
                    "0006-pages", "0007-copies",
                ])
            #expect(try await writer.read { try await $0.allServices() } == services)
            #expect(try await writer.read { try await $0.apiKeys() }.map(\.name) == keys)
            #expect(try await writer.write { try await $0.insert(.queued(5, due: 60)) }.id == 1)
            // Requests were kept in full by the first version.
            let answer = try await writer.read { try await $0.rememberedAnswer(scope: "s", key: "k", now: .sample) }
            #expect((answer == nil) == (earlier != .requestDigests))
        }
    }

    @Test("says which command makes it or brings it up to date, and does neither")
    func tooOld() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            func help() async -> String? {
                let error = await #expect(throws: PanelStoreError.self) {
                    _ = try await SQLitePanelStore.open(path: path, for: .reading, now: .sample)
                }
                return error?.help
            }
            #expect(await help() == "'phoenix serve' and 'phoenix apply' create one")
            #expect(!FileManager.default.fileExists(atPath: path))
            try Data().write(to: URL(fileURLWithPath: path))
            #expect(await help() == "'phoenix serve' and 'phoenix apply' migrate it")
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)).isEmpty)
        }
    }

    @Test(
        "needs no right to write the file and its folder",
        .enabled(if: geteuid() != 0, "root may write everywhere"), arguments: ["panel.db", "a b?c#d%20é.db"])
    func readOnlyFolder(_ name: String) async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/\(name)"
            try await fill(path)
            await closed(path)
            #expect(chmod(path, 0o400) == 0)
            #expect(chmod(folder, 0o500) == 0)
            defer { chmod(folder, 0o700) }
            let store = try await SQLitePanelStore.open(path: path, for: .reading, now: .sample)
            #expect(try await store.read { try await $0.allServices() }.count == 5)
        }
    }

    private func look(_ path: String) async throws {
        let store = try await SQLitePanelStore.open(path: path, for: .reading, now: .sample)
        #expect(try await store.read { try await $0.allServices() }.count == 5)
        #expect(try await store.health().damage == [])
    }

    /// A store is closed on a queue of its own, a moment after its last use.
    private func closed(_ path: String) async {
        while FileManager.default.fileExists(atPath: path + "-wal") { await Task.yield() }
    }

    private func fill(_ path: String) async throws {
        let store = try await SQLitePanelStore.open(path: path, now: .sample)
        _ = try await store.write { try await $0.insert(.task("a")) }
    }

    private func steps(_ path: String) async throws -> [String] {
        try await onDatabase(path) { db in
            try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations ORDER BY identifier")
        }
    }

    private func onDatabase<T: Sendable>(
        _ path: String, _ body: @escaping @Sendable (Database) throws -> T
    ) async throws -> T {
        let database = try DatabaseQueue(path: path)
        let result = try await database.write(body)
        try database.close()
        return result
    }
}
