import Foundation
import GRDB
import PanelStore
import PanelStoreSQLite
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("A SQLite store that cannot work says why")
struct StoreFaultTests {
    @Test("when its folder is missing, and does not make it")
    func missingFolder() async throws {
        try await withTemporaryFolder { folder async throws in
            let fault = await opening("\(folder)/a/panel.db")
            #expect(fault?.fault == .unavailable)
            #expect(fault?.message.contains("\(folder)/a") == true)
            #expect(fault?.help?.contains("mkdir -p \(folder)/a") == true)
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/a"))
        }
    }

    @Test("when its path is a directory, or leads through a file")
    func directories() async throws {
        try await withTemporaryFolder { folder async throws in
            #expect(await opening(folder)?.message == "the store is a directory: \(folder)")
            try write("x", "\(folder)/file")
            #expect(await opening("\(folder)/file/panel.db")?.fault == .unavailable)
        }
    }

    @Test("when the file is no database")
    func notADatabase() async throws {
        try await withTemporaryFolder { folder async throws in
            try write(String(repeating: "no database at all\n", count: 500), "\(folder)/panel.db")
            let fault = await opening("\(folder)/panel.db")
            #expect(fault?.fault == .damaged)
            #expect(fault?.help != nil)
        }
    }

    @Test("when the file was cut off, or its pages overwritten")
    func damaged() async throws {
        try await withTemporaryFolder { folder async throws in
            try await fill("\(folder)/source.db", count: 500)
            // One file with all in it: what closes the store's connections may still be at the other.
            let source = try DatabaseQueue(path: "\(folder)/source.db")
            try await source.writeWithoutTransaction { db in
                try db.execute(sql: "VACUUM INTO ?", arguments: ["\(folder)/whole.db"])
            }
            try source.close()
            let whole = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/whole.db"))
            try whole.prefix(whole.count / 3).write(to: URL(fileURLWithPath: "\(folder)/cut.db"))
            #expect(await opening("\(folder)/cut.db")?.fault == .damaged)

            var overwritten = whole
            overwritten.replaceSubrange(4_096..<whole.count, with: Data(repeating: 0xA5, count: whole.count - 4_096))
            try overwritten.write(to: URL(fileURLWithPath: "\(folder)/overwritten.db"))
            #expect(await opening("\(folder)/overwritten.db")?.fault == .damaged)
        }
    }

    @Test("when it is asked how it is, also where what is damaged can still be read")
    func health() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            let store = try await SQLitePanelStore.open(path: path, now: .sample)
            let before = try await store.health()
            #expect(before.damage == [])
            #expect(before.size ?? 0 > 0)
            #expect(before.logSize != nil)
            #expect(before.freeSpace ?? 0 > 0)
            let database = try DatabaseQueue(path: path)
            try await database.write { db in
                try db.execute(sql: "PRAGMA ignore_check_constraints = ON; UPDATE service SET enabled = 7 WHERE id = 4")
            }
            try database.close()
            #expect(try await store.read { try await $0.allServices() }.count == 4)
            #expect(try await store.health().damage == ["CHECK constraint failed in service"])
        }
    }

    @Test("a new store is its owner's alone, with the files beside it")
    func mode() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            let store = try await SQLitePanelStore.open(path: path, now: .sample)
            _ = try await store.write { try await $0.insert(.task("a")) }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names.count == 3)
            for name in names {
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
            }
        }
    }

    @Test("when a newer version wrote it")
    func tooNew() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            try await fill(path, count: 1)
            let database = try DatabaseQueue(path: path)
            try await database.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999-later')") }
            try database.close()
            #expect(await opening(path)?.fault == .tooNew)
        }
    }

    @Test("when it is another program's database, which it leaves alone")
    func otherProgram() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            let database = try DatabaseQueue(path: path)
            try await database.write { try $0.execute(sql: "CREATE TABLE player (id INTEGER PRIMARY KEY)") }
            #expect(await opening(path)?.message.contains("another program") == true)
            let tables = try await database.read { try String.fetchAll($0, sql: "SELECT name FROM sqlite_master") }
            #expect(tables == ["player"])
            try database.close()
        }
    }

    @Test("when another process keeps it locked for longer than it waits")
    func locked() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            var options = SQLitePanelStore.Options()
            options.busyTimeout = .milliseconds(30)
            let store = try await SQLitePanelStore.open(path: path, options: options, now: .sample)
            let holder = try Holder(path: path)
            let error = await #expect(throws: PanelStoreError.self) {
                try await store.write { try await $0.insert(.task("a")) }
            }
            #expect(error?.fault == .locked)
            #expect(try await store.read { try await $0.allServices() }.count == 4)
            try holder.release()
            _ = try await store.write { try await $0.insert(.task("a")) }
            #expect(try await store.read { try await $0.allServices() }.count == 5)
        }
    }

    @Test("when the disk is full, and works again once there is space")
    func full() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            var options = SQLitePanelStore.Options()
            options.maximumPageCount = 90
            let store = try await SQLitePanelStore.open(path: path, options: options, now: .sample)
            var big = ServiceRecord.task("big")
            big.description = String(repeating: "x", count: 400_000)
            let tooBig = big
            // Neighbours of the one that fills the disk either get in or get the same error; none is lost.
            let outcomes = await withTaskGroup(of: (Int, PanelError.StoreFault?).self) { group in
                for number in 0..<30 {
                    group.addTask {
                        var record = number.isMultiple(of: 10) ? tooBig : .task("task")
                        record.name += " \(number)"
                        let ready = record
                        do {
                            _ = try await store.write { try await $0.insert(ready) }
                            return (number, nil)
                        } catch {
                            return (number, (error as? PanelStoreError)?.fault ?? .unavailable)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.allSatisfy { $0.1 == nil || $0.1 == .full })
            #expect(outcomes.filter { $0.0.isMultiple(of: 10) }.allSatisfy { $0.1 == .full })
            let stored = try await store.read { try await $0.allServices() }.dropFirst(4).map(\.name)
            let answered = outcomes.filter { $0.1 == nil }.map { "task \($0.0)" }
            #expect(Set(stored) == Set(answered))
            _ = try await store.write { try await $0.insert(.task("small")) }
        }
    }

    @Test("and keeps exactly what it answered, also when SQLite gives up a whole transaction")
    func lostTransaction() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            let store = try await SQLitePanelStore.open(path: path, now: .sample)
            let database = try DatabaseQueue(path: path)
            try await database.write { db in
                try db.execute(
                    sql: """
                        CREATE TRIGGER loss AFTER INSERT ON service WHEN NEW.name LIKE '%0'
                        BEGIN SELECT RAISE(ROLLBACK, 'lost'); END
                        """)
            }
            try database.close()
            let answered = await withTaskGroup(of: String?.self) { group in
                for number in 1...60 {
                    let name = "task \(number)"
                    group.addTask { try? await store.write { try await $0.insert(.task(name)).name } }
                }
                return await group.reduce(into: Set<String>()) { names, name in
                    if let name { names.insert(name) }
                }
            }
            let stored = try await store.read { try await $0.allServices() }.dropFirst(4).map(\.name)
            #expect(Set(stored) == answered)
            #expect(!answered.contains("task 10"))
        }
    }

    @Test("when its file is removed or replaced while it is open", arguments: ["removed", "replaced"])
    func replaced(_ how: String) async throws {
        try await withTemporaryFolder { folder async throws in
            let (path, other) = ("\(folder)/a.db", "\(folder)/b.db")
            try await fill(other, count: 1)
            let store = try await SQLitePanelStore.open(path: path, now: .sample)
            #expect(how == "removed" ? unlink(path) == 0 : rename(other, path) == 0)
            let errors = [
                await #expect(throws: PanelStoreError.self) { _ = try await store.read { try await $0.allServices() } },
                await #expect(throws: PanelStoreError.self) {
                    _ = try await store.write { try await $0.insert(.task("lost")) }
                },
            ]
            #expect(
                errors.allSatisfy { $0?.fault == .unavailable && $0?.message.contains("while it was open") == true })
            #expect(store.configurationVersion() == nil)
        }
    }

    @Test("when a file beside it is removed while it is open", arguments: ["-wal", "-shm"])
    func companionRemoved(_ suffix: String) async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/a.db"
            var options = SQLitePanelStore.Options()
            options.fileCheckInterval = .zero
            let store = try await SQLitePanelStore.open(path: path, options: options, now: .sample)
            _ = try await store.write { try await $0.insert(.task("kept")) }
            #expect(store.configurationVersion() != nil)
            #expect(unlink(path + suffix) == 0)
            let errors = [
                await #expect(throws: PanelStoreError.self) {
                    _ = try await store.read { try await $0.allServices() }
                },
                await #expect(throws: PanelStoreError.self) {
                    _ = try await store.write { try await $0.insert(.task("lost")) }
                },
            ]
            #expect(errors.allSatisfy { $0?.fault == .unavailable && $0?.message.contains("\(path)-wal") == true })
            #expect(store.configurationVersion() == nil)
        }
    }

    @Test("when it is asked whether it can be written to, and cannot")
    func writeProbe() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            var options = SQLitePanelStore.Options()
            options.busyTimeout = .milliseconds(30)
            let store = try await SQLitePanelStore.open(path: path, options: options, now: .sample)
            try await store.checkWritable()
            let holder = try Holder(path: path)
            let error = await #expect(throws: PanelStoreError.self) { try await store.checkWritable() }
            #expect(error?.fault == .locked)
            try holder.release()
            try await store.checkWritable()
        }
    }

    @Test("but keeps its log short, also beside readers that never stop")
    func boundedLog() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            var options = SQLitePanelStore.Options()
            options.logLimit = 300_000
            let store = try await SQLitePanelStore.open(path: path, options: options, now: .sample)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        while !Task.isCancelled { _ = try await store.read { try await $0.allServices() } }
                    }
                }
                for number in 0..<300 {
                    var record = ServiceRecord.task("task \(number)")
                    record.description = String(repeating: "x", count: 2_000)
                    let ready = record
                    _ = try await store.write { try await $0.insert(ready) }
                }
                group.cancelAll()
                try await group.waitForAll()
            }
            // Without the bound it comes to 4 MB, at which SQLite itself looks for the first time.
            let size = try await store.health().logSize ?? 0
            #expect(size < 800_000)
        }
    }

    @Test("when the file cannot be written to", .enabled(if: geteuid() != 0, "root may write everywhere"))
    func readOnly() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            try await fill(path, count: 1)
            #expect(chmod(path, 0o400) == 0)
            #expect(chmod(folder, 0o500) == 0)
            defer { chmod(folder, 0o700) }
            do {
                let store = try await SQLitePanelStore.open(path: path, now: .sample)
                _ = try await store.write { try await $0.insert(.task("b")) }
                Issue.record("it was written to")
            } catch let error as PanelStoreError {
                #expect(error.fault == .readOnly)
            }
            #expect(await opening("\(folder)/new.db")?.fault == .readOnly)
            #expect(chmod(folder, 0o700) == 0)
            #expect(chmod(path, 0o000) == 0)
            #expect(await opening(path)?.message.contains("may not read") == true)
        }
    }

    @Test("but takes any path for a path")
    func oddPaths() async throws {
        try await withTemporaryFolder { folder async throws in
            for name in ["file:x?mode=memory", ":memory:", "a b%20c.db"] {
                let path = "\(folder)/\(name)"
                _ = try await SQLitePanelStore.open(path: path, now: .sample)
                #expect(FileManager.default.fileExists(atPath: path))
            }
        }
    }

    private func opening(_ path: String) async -> PanelStoreError? {
        do throws(PanelStoreError) {
            let store = try await SQLitePanelStore.open(path: path, now: .sample)
            // Some damage only shows where it is.
            do { _ = try await store.read { try await $0.allServices() } } catch { return error as? PanelStoreError }
            return nil
        } catch {
            return error
        }
    }

    private func fill(_ path: String, count: Int) async throws {
        let store = try await SQLitePanelStore.open(path: path, now: .sample)
        try await store.write { transaction in
            for number in 0..<count { _ = try await transaction.insert(.task("task \(number)")) }
        }
    }

    private func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
}

/// A second connection that holds the write lock until it is released.
private final class Holder {
    private let database: DatabaseQueue

    init(path: String) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        database = try DatabaseQueue(path: path, configuration: configuration)
        try database.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
    }

    func release() throws {
        try database.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        try database.close()
    }
}
