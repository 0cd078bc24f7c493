import PanelStore
import PanelStoreSQLite
import PhoenixModel
import PhoenixTestSupport
import StoreCopying
import Synchronization
import Testing

@Suite("A copy of a store", .mustEnd)
struct StoreCopyTests {
    struct Killed: Error {}

    @Test(
        "answers all that its source answers, and counts on after it",
        arguments: StoreKind.allCases.filter { $0 != .retrying },
        StoreKind.allCases.filter { $0 != .inMemory })
    func contents(_ from: StoreKind, _ to: StoreKind) async throws {
        try await withStores(from, to) { source, target async throws in
            try await SamplePanel.fill(source)
            let before = try await SamplePanel.contents(source)
            let tables = try await Self.copy(source, target, batch: 4)
            #expect(tables.map(\.name) == StoredTable.all.map(\.name))
            #expect(tables.allSatisfy { $0.source == $0.target && $0.source.rows > 0 })
            #expect(try await SamplePanel.contents(target) == before)
            #expect(try await SamplePanel.contents(source) == before)

            let ids = try await target.write { store in
                let task = ServiceRecord(kind: .scheduled, name: "new", createdAt: .sample)
                let run = RunRecord(
                    serviceID: 5, serviceName: "new", trigger: .manual, scheduledFor: nil, state: .queued,
                    queuedAt: .sample, task: [:], timeout: 60)
                return (try await store.insert(task).id, try await store.insert(run).id)
            }
            // The last ones of the source are gone.
            #expect(ids == (12, 15))
            try await target.write { store in
                let message = OutboxMessage(
                    id: "new", serviceID: 5, kind: "webhook", address: "new", secret: nil, event: "e", payload: [:],
                    text: "", createdAt: .sample)
                try await store.insert(message)
                let taken = try await store.takeMessages(
                    at: .sample(9), until: .sample(10), addresses: 9, perAddress: 9)
                #expect(taken.map(\.sequence).max() == 10)
            }
        }
    }

    @Test("goes on where it was killed, wherever that was", arguments: StoreKind.allCases.filter { $0 != .pgbouncer })
    func resumption(_ to: StoreKind) async throws {
        try await withStores(.sqlite, to) { source, target async throws in
            try await SamplePanel.fill(source)
            let resumed = Mutex<[String?]>([])
            var attempts = 0
            while true {
                attempts += 1
                let dying = InterruptedStore(target, beforeWrite: { if $0 > 5 { throw Killed() } })
                do {
                    _ = try await StoreCopy(from: .init("a", source), to: .init("b", dying), batch: 4).run {
                        if case .resumed(let table) = $0 { resumed.withLock { $0.append(table) } }
                    }
                    break
                } catch is Killed {}
            }
            #expect(attempts > 5)
            #expect(Set(resumed.withLock { $0 }.compactMap(\.self)).count > 4)
            #expect(try await SamplePanel.contents(target) == SamplePanel.contents(source))
        }
    }

    @Test("never takes the place of anything, and is refused where it would")
    func notEmpty() async throws {
        let changes: [@Sendable (any PanelStoreTransaction) async throws -> Void] = [
            { _ = try await $0.insert(ServiceRecord(kind: .scheduled, name: "a", createdAt: .sample)) },
            {
                var service = try await $0.allServices()[0]
                service.config = ["probe": ["type": "wings"]]
                try await $0.replace(service)
            },
            {
                try await $0.insert(
                    APIKeyRecord(id: "k", name: "k", digest: Array(0..<32), permissions: [], createdAt: .sample))
            },
            { try await $0.remove(4) },
        ]
        for change in changes {
            let (source, target) = (InMemoryPanelStore(now: .sample), InMemoryPanelStore(now: .sample))
            try await target.write(change)
            let before = try await SamplePanel.contents(target)
            await #expect(throws: StoreCopyError.self) { try await Self.copy(source, target) }
            #expect(try await SamplePanel.contents(target) == before)
        }
    }

    @Test("of one store is not continued with another one, and not by two processes at once")
    func strangers() async throws {
        let (source, target) = (InMemoryPanelStore(now: .sample), InMemoryPanelStore(now: .sample))
        try await SamplePanel.fill(source)
        let dying = InterruptedStore(target, beforeWrite: { if $0 > 6 { throw Killed() } })
        await #expect(throws: Killed.self) { try await Self.copy(source, dying, batch: 3) }
        let other = await #expect(throws: StoreCopyError.self) {
            try await StoreCopy(from: .init("other", source), to: .init("b", target)).run { _ in }
        }
        #expect(other?.message == "b is an unfinished copy of another store: a")

        // The second one comes to its end while the first one waits for its next batch.
        let slow = InterruptedStore(target, beforeWrite: { if $0 == 9 { try await Self.copy(source, target) } })
        let both = await #expect(throws: StoreCopyError.self) { try await Self.copy(source, slow, batch: 3) }
        #expect(both?.message == "another process copies to b at the same time")
        #expect(try await SamplePanel.contents(target) == SamplePanel.contents(source))
    }

    @Test("notices every change of its source from beginning to end")
    func changedSource() async throws {
        // So often a copy of this panel looks at its source.
        let all = try await reads(ofCopyThatChangesAt: nil).reads
        // Before its row is read (the third time) a change is copied; the last look of all still finds one.
        for call in 4...all { #expect(try await reads(ofCopyThatChangesAt: call).isNoticed, "\(call)") }
        #expect(all > 30)
    }

    private func reads(ofCopyThatChangesAt call: Int?) async throws -> (reads: Int, isNoticed: Bool) {
        let (source, target) = (InMemoryPanelStore(now: .sample), InMemoryPanelStore(now: .sample))
        try await SamplePanel.fill(source)
        let count = Mutex(0)
        let changing = InterruptedStore(
            source,
            beforeRead: { number in
                count.withLock { $0 = number }
                guard number == call else { return }
                try await source.write { store in
                    var service = try #require(try await store.service(5))
                    service.description = "changed"
                    try await store.replace(service)
                }
            })
        do {
            _ = try await StoreCopy(from: .init("a", changing), to: .init("b", target), batch: 20).run { _ in }
            return (count.withLock { $0 }, false)
        } catch let error as StoreCopyError {
            let messages = [
                "the copy differs from a in service (10 rows, not the same ones)",
                "a was written to while the copy was compared with it",
            ]
            #expect(messages.contains(error.message), "\(error.message)")
            #expect(try await target.read { try await $0.unfinishedCopy() } != nil)
            return (0, true)
        }
    }

    @Test("tells every change of what it copies, and not that it was read", arguments: StoreKind.allCases)
    func changeMarks(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await SamplePanel.fill(store)
            func mark() async throws -> ChangeMark { try await store.read { try await $0.changeMark() } }
            let changes: [@Sendable (any PanelStoreTransaction) async throws -> Void] = [
                {
                    var service = try #require(try await $0.service(5))
                    service.description = "changed"
                    try await $0.replace(service)
                },
                { try await $0.noteUse(ofAPIKey: "k1", at: .sample(99)) },
                {
                    let run = try #require(try await $0.run(14))
                    let token = try #require(run.lease?.token)
                    #expect(try await $0.replace(.sample(0, result: .failed), ofRun: 14, ifToken: token))
                },
                { try await $0.removeMessages(["m1"]) },
            ]
            var marks = [try await mark()]
            #expect(try await mark() == marks[0])
            for change in changes {
                try await store.write(change)
                marks.append(try await mark())
                #expect(try await mark() == marks.last)
            }
            #expect(Set(marks).count == changes.count + 1)
        }
    }

    @Test("waits for the end of those that serve either store", arguments: [true, false])
    func served(isSource: Bool) async throws {
        let (source, target) = (InMemoryPanelStore(now: .sample), InMemoryPanelStore(now: .sample))
        func note(lastSeen: Timestamp) async throws {
            try await (isSource ? source : target).write { store in
                try await store.note(
                    ReplicaRecord(
                        name: "node-1", version: "1", startedAt: .sample(-100), lastSeen: lastSeen, clockSkew: 0,
                        runsTasks: true))
            }
        }
        try await note(lastSeen: .sample(-10))
        let error = await #expect(throws: StoreCopyError.self) { try await Self.copy(source, target) }
        #expect(error?.message == "\(isSource ? "a" : "b") is being served, by node-1")
        try await note(lastSeen: .sample(-60))
        _ = try await Self.copy(source, target)
    }

    @Test("that has not come to its end is opened for nothing but that")
    func unfinished() async throws {
        try await withTemporaryFolder { folder async throws in
            let path = "\(folder)/panel.db"
            do {
                let target = try await SQLitePanelStore.open(path: path, for: .restoring, now: .sample)
                let dying = InterruptedStore(target, beforeWrite: { if $0 > 4 { throw Killed() } })
                await #expect(throws: Killed.self) {
                    try await Self.copy(InMemoryPanelStore(now: .sample), dying)
                }
            }
            for mode in [StoreMode.reading, .writing] {
                let error = await #expect(throws: PanelStoreError.self) {
                    _ = try await SQLitePanelStore.open(path: path, for: mode, now: .sample)
                }
                #expect(error?.message == "the store sqlite:\(path) is an unfinished copy of a")
                #expect(error?.help == "finish it with 'phoenix store copy a sqlite:\(path)', or remove it")
            }
            let target = try await SQLitePanelStore.open(path: path, for: .restoring, now: .sample)
            _ = try await Self.copy(InMemoryPanelStore(now: .sample), target)
            let copy = try await SQLitePanelStore.open(path: path, for: .reading, now: .sample)
            #expect(try await copy.read { try await $0.allServices() } == SystemServices.initial(at: .sample))
        }
    }

    @discardableResult
    private static func copy(
        _ source: any PanelStore, _ target: any PanelStore, batch: Int = 100
    ) async throws -> [ComparedTable] {
        try await StoreCopy(from: .init("a", source), to: .init("b", target), batch: batch).run { _ in }
    }

    private func withStores(
        _ from: StoreKind, _ to: StoreKind, _ body: (any PanelStore, any PanelStore) async throws -> Void
    ) async throws {
        try await from.withStore { source async throws in
            try await to.withStore { target async throws in try await body(source, target) }
        }
    }
}
