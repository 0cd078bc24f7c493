import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("Every store")
struct StoreContractTests {
    @Test("begins with the four system services", arguments: StoreKind.allCases)
    func systemServices(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let services = try await store.read { try await $0.allServices() }
            #expect(services == SystemServices.initial(at: .sample))
            #expect(services.map(\.name) == ["Wings Daemon", "Database Host", "Job Processor", "SFTP Server"])
            #expect(services.map(\.isCritical) == [true, true, false, false])
            #expect(services.map(\.dependsOn) == [[], [], [2], [1]])
        }
    }

    @Test("is undamaged", arguments: StoreKind.allCases)
    func health(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            _ = try await store.write { try await $0.insert(.task("a")) }
            #expect(try await store.health().damage == [])
        }
    }

    @Test("gives back every field as it was put in", arguments: StoreKind.allCases)
    func roundTrip(_ kind: StoreKind) async throws {
        var record = ServiceRecord.task("Nächtliches Backup 🌙", dependsOn: [1, 4])
        record.description = "two\nlines\t\u{1F}"
        record.isEnabled = false
        record.timezone = "Europe/Berlin"
        record.overlap = "queue"
        record.misfire = "run_once"
        record.timeout = 86_400
        record.notify = [["type": "webhook", "url": "https://example.com/a?b=\"c\"", "on": ["failed"]]]
        record.config = ["free": [1, .number(2.5), true, .null], "text": "\u{0}\u{7F}é"]
        record.version = 7
        record.updatedAt = Timestamp(seconds: -1)
        record.nextRun = nil
        record.lastRun = Timestamp(seconds: 5)
        record.lastResult = "partial"
        try await kind.withStore { [record] store async throws in
            let inserted = try await store.write { try await $0.insert(record) }
            #expect(inserted.id == 5)
            var expected = record
            expected.id = 5
            #expect(inserted == expected)
            #expect(try await store.read { try await $0.service(5) } == expected)
            #expect(try await store.read { try await $0.allServices().last } == expected)
            expected.name = "Other"
            expected.task = nil
            expected.dependsOn = [2]
            let changed = expected
            try await store.write { try await $0.replace(changed) }
            #expect(try await store.read { try await $0.service(5) } == changed)
            #expect(try await store.read { try await $0.dependents(of: 1) }.map(\.id) == [4])
            #expect(try await store.read { try await $0.dependents(of: 2) }.map(\.id) == [3, 5])
        }
    }

    @Test("never gives an id again", arguments: StoreKind.allCases)
    func idsAreNotReused(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let first = try await store.write { try await $0.insert(.task("a")).id }
            try await store.write { try await $0.remove(first) }
            let second = try await store.write { try await $0.insert(.task("a")).id }
            #expect(second == first + 1)
        }
    }

    @Test("finds names by canonical equivalence, in their case", arguments: StoreKind.allCases)
    func names(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            _ = try await store.write { try await $0.insert(.task("Caf\u{E9}")) }
            #expect(try await store.read { try await $0.service(named: "Cafe\u{301}") }?.id == 5)
            #expect(try await store.read { try await $0.service(named: "caf\u{E9}") } == nil)
            await #expect(throws: (any Error).self) {
                try await store.write { try await $0.insert(.task("Cafe\u{301}")) }
            }
        }
    }

    @Test("undoes all of a body that throws, and nothing else", arguments: StoreKind.allCases)
    func rollback(_ kind: StoreKind) async throws {
        struct Stop: Error {}
        try await kind.withStore { store async throws in
            let kept = try await store.write { try await $0.insert(.task("kept", dependsOn: [1])) }
            let before = try await store.read { try await $0.allServices() }
            await #expect(throws: Stop.self) {
                try await store.write { transaction in
                    let added = try await transaction.insert(.task("gone", dependsOn: [kept.id]))
                    var changed = kept
                    changed.name = "renamed"
                    changed.dependsOn = []
                    try await transaction.replace(changed)
                    try await transaction.remember(.sample(for: added.id))
                    #expect(try await transaction.service(named: "renamed")?.id == kept.id)
                    throw Stop()
                }
            }
            #expect(try await store.read { try await $0.allServices() } == before)
            #expect(try await store.read { try await $0.service(named: "kept") }?.id == kept.id)
            #expect(try await store.read { try await $0.dependents(of: kept.id) }.isEmpty)
            #expect(try await store.read { try await $0.rememberedAnswer(scope: "s", key: "k", now: .sample) } == nil)
        }
    }

    @Test("refuses what would leave a dependency without its end", arguments: StoreKind.allCases)
    func references(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            await #expect(throws: (any Error).self) {
                try await store.write { try await $0.insert(.task("a", dependsOn: [99])) }
            }
            await #expect(throws: (any Error).self) { try await store.write { try await $0.remove(1) } }
            #expect(try await store.read { try await $0.references([9, 4, 1, 4]) }.map(\.id) == [1, 4])
            #expect(try await store.read { try await $0.allServices() }.count == 4)
        }
    }

    @Test("keeps answers until they expire or their service goes", arguments: StoreKind.allCases)
    func answers(_ kind: StoreKind) async throws {
        let later = Timestamp(seconds: Timestamp.sample.seconds + 86_400)
        try await kind.withStore { store async throws in
            let id = try await store.write { transaction in
                let id = try await transaction.insert(.task("a")).id
                try await transaction.remember(.sample(for: id))
                return id
            }
            func found(_ scope: String, at now: Timestamp) async throws -> RememberedAnswer? {
                try await store.read { try await $0.rememberedAnswer(scope: scope, key: "k", now: now) }
            }
            #expect(try await found("s", at: Timestamp(seconds: later.seconds - 1)) == .sample(for: id))
            #expect(try await found("s", at: later) == nil)
            #expect(try await found("other", at: .sample) == nil)
            try await store.write { try await $0.remove(id) }
            #expect(try await found("s", at: .sample) == nil)
        }
    }

    @Test("undoes what a unit of work did before it is begun again", arguments: StoreKind.allCases)
    func oneEffect(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let id = try await store.write { try await $0.insert(.task("counter")).id }
            for _ in 0..<3 {
                try await store.write { transaction in
                    guard var record = try await transaction.service(id) else { return }
                    record.version += 1
                    try await transaction.replace(record)
                }
            }
            #expect(try await store.read { try await $0.service(id) }?.version == 4)
            #expect(try await store.write { try await $0.insert(.task("next")).id } == id + 1)
        }
    }

    @Test("lets nobody in between, however often a body is suspended", arguments: StoreKind.allCases)
    func suspension(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let id = try await store.write { try await $0.insert(.task("counter")).id }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await store.write(within: .seconds(600)) { transaction in
                            guard var record = try await transaction.service(id) else { return }
                            await Task.yield()
                            record.version += 1
                            try await transaction.replace(record)
                            await Task.yield()
                        }
                    }
                    group.addTask {
                        let isSame = try await store.read(within: .seconds(600)) { store in
                            let before = try await store.service(id)
                            await Task.yield()
                            return try await store.service(id) == before
                        }
                        #expect(isSame)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await store.read { try await $0.service(id) }?.version == 41)
        }
    }

    @Test("does not begin what has no time left", arguments: StoreKind.allCases)
    func deadline(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let errors = [
                await #expect(throws: PanelStoreError.self) {
                    try await store.write(within: .zero) { try await $0.insert(.task("late")) }
                },
                await #expect(throws: PanelStoreError.self) {
                    try await store.read(within: .zero) { try await $0.serviceCount() }
                },
            ]
            #expect(errors.allSatisfy { $0?.fault == .unavailable && $0?.message.contains("within") == true })
            #expect(try await store.read { try await $0.serviceCount() } == 4)
        }
    }

    @Test("answers a cancelled caller before it begins, and writes nothing", arguments: StoreKind.allCases)
    func cancellation(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let wasCancelled = await withTaskGroup(of: Bool.self) { group in
                group.cancelAll()
                group.addTask {
                    do {
                        _ = try await store.write { try await $0.insert(.task("a")) }
                        return false
                    } catch {
                        return error is CancellationError
                    }
                }
                return await group.next() ?? false
            }
            #expect(wasCancelled)
            #expect(try await store.read { try await $0.allServices() }.count == 4)
        }
    }
}

extension RememberedAnswer {
    static func sample(for id: Int64) -> Self {
        Self(
            scope: "s", key: "k", request: "{}", answer: "{\"id\":1}", serviceID: id,
            expiresAt: Timestamp(seconds: Timestamp.sample.seconds + 86_400))
    }
}
