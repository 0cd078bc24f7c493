import PanelStore
import PanelStoreSQLite
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("Writers that come at the same time", .mustEnd)
struct GroupCommitTests {
    @Test("share commits, and all they wrote is there after reopening")
    func concurrentCreates() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            let commits = try await {
                let store = try await SQLitePanelStore.open(path: path, now: .sample)
                let before = store.commitCount
                try await insertAtOnce(1..<401, into: store)
                return store.commitCount - before
            }()
            #expect(commits < 200)
            let reopened = try await SQLitePanelStore.open(path: path, now: .sample)
            let records = try await reopened.read { try await $0.allServices() }
            #expect(records.count == 404)
            #expect(Set(records.map(\.id)).count == 404)
        }
    }

    @Test("are not hurt by one among them that fails")
    func failingNeighbour() async throws {
        struct Stop: Error {}
        try await withTemporaryFolder { folder async throws in
            let store = try await SQLitePanelStore.open(path: "\(folder)/panel.db", now: .sample)
            let failures = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        do {
                            try await store.write { transaction in
                                _ = try await transaction.insert(.task("task \(number)"))
                                if number.isMultiple(of: 3) { throw Stop() }
                            }
                            return false
                        } catch {
                            return error is Stop
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(failures == 67)
            let names = try await store.read { try await $0.allServices() }.dropFirst(4).map(\.name)
            #expect(Set(names) == Set((0..<200).filter { !$0.isMultiple(of: 3) }.map { "task \($0)" }))
        }
    }

    @Test("see what those before them wrote")
    func readYourWrites() async throws {
        try await withTemporaryFolder { folder async throws in
            let store = try await SQLitePanelStore.open(path: "\(folder)/panel.db", now: .sample)
            let counter = try await store.write { try await $0.insert(.task("counter")) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await store.write { transaction in
                            guard var record = try await transaction.service(counter.id) else { return }
                            record.version += 1
                            try await transaction.replace(record)
                        }
                        let seen = try await store.read { try await $0.service(counter.id) }
                        #expect(seen?.version ?? 0 > 1)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await store.read { try await $0.service(counter.id) }?.version == 101)
        }
    }

    @Test("go on when one of them waits for something else until its time is over")
    func stuckNeighbour() async throws {
        try await withTemporaryFolder { folder async throws in
            let store = try await SQLitePanelStore.open(path: "\(folder)/panel.db", now: .sample)
            let (gate, opener) = AsyncStream.makeStream(of: Void.self)
            let (starts, started) = AsyncStream.makeStream(of: Void.self)
            let error = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    // On a machine that is very busy it may not even begin.
                    defer { started.finish() }
                    try await store.write(within: .seconds(3)) { transaction in
                        _ = try await transaction.insert(.task("before"))
                        started.finish()
                        for await _ in gate {}
                        _ = try await transaction.insert(.task("after"))
                    }
                }
                for await _ in starts {}
                // Nothing opens the gate before this is done.
                _ = try await store.write { try await $0.insert(.task("other")) }
                opener.finish()
                return await #expect(throws: PanelStoreError.self) { try await group.waitForAll() }
            }
            #expect(error?.fault == .unavailable)
            let names = try await store.read { try await $0.allServices() }.dropFirst(4).map(\.name)
            #expect(names == ["other"])
        }
    }

    @Test("may come from several processes that open the same new file at once")
    func severalOpeners() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            try await withThrowingTaskGroup(of: Void.self) { group in
                for opener in 0..<4 {
                    group.addTask {
                        let store = try await SQLitePanelStore.open(path: path, now: .sample)
                        try await insertAtOnce(opener * 50..<(opener + 1) * 50, into: store)
                    }
                }
                try await group.waitForAll()
            }
            let store = try await SQLitePanelStore.open(path: path, now: .sample)
            #expect(try await store.read { try await $0.allServices() }.count == 204)
        }
    }
}

private func insertAtOnce(_ numbers: Range<Int>, into store: SQLitePanelStore) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for number in numbers {
            group.addTask { _ = try await store.write { try await $0.insert(.task("task \(number)")) } }
        }
        try await group.waitForAll()
    }
}
