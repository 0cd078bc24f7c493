import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("The version of a store's configuration")
struct StoreVersionTests {
    @Test("is another one after what an answer about services shows", arguments: StoreKind.allCases)
    func changes(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            var task = try await store.write { try await $0.insert(.task("a")) }
            task.description = "changed"
            let changed = task
            let versions = try await versions(
                of: store,
                [
                    { _ = try await $0.insert(.task("b")) }, { try await $0.replace(changed) },
                    { try await $0.setNextRun(of: changed.id, to: .sample(9)) },
                    { try await $0.noteRun(of: changed.id, at: .sample(9), result: .failed) },
                    { try await $0.setObservedStatus(of: changed.id, to: .running) },
                    { try await $0.remove(changed.id) },
                ])
            #expect(Set(versions.map(\.services)).count == 7)
            #expect(Set(versions.map(\.keys)).count == 1)
        }
    }

    @Test("stays the same while runs go on, messages are sent and services are probed", arguments: StoreKind.allCases)
    func runs(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { transaction in
                _ = try await transaction.insert(.queued(5, due: nil).running())
                try await transaction.noteRun(of: 1, at: .sample(9), result: .failed)
                try await transaction.insert(APIKeyContractTests.key("k", "key"))
            }
            let versions = try await versions(
                of: store,
                [
                    { _ = try await $0.insert(.queued(5, due: 60)) },
                    { _ = try await $0.renewLeases(of: "one", until: .sample(90)) },
                    { _ = try await $0.insert([.sample(0)], ofRun: 1, ifToken: 1) },
                    { _ = try await $0.replace(.sample(0), ofRun: 1, ifToken: 1) },
                    {
                        try await $0.note(
                            .init(
                                severity: "error", code: "c", message: "m",
                                firstSeen: .sample, lastSeen: .sample), of: 1)
                    },
                    { try await $0.insert(ProbeCheck(serviceID: 1, at: .sample, isSuccess: true, latency: 1)) },
                    { _ = try await $0.outboxLoad() },
                    { try await $0.noteUse(ofAPIKey: "k", at: .sample(9)) },
                    // Nothing new.
                    { try await $0.noteRun(of: 1, at: .sample(9), result: .failed) },
                    { try await $0.setObservedStatus(of: 1, to: nil) },
                ])
            #expect(Set(versions).count == 1)
            try await store.checkWritable()
            #expect(store.configurationVersion() == versions.last)
        }
    }

    private func versions(
        of store: any PanelStore, _ changes: [@Sendable (any PanelStoreTransaction) async throws -> Void]
    ) async throws -> [ConfigurationVersion] {
        var versions = [try #require(store.configurationVersion())]
        for change in changes {
            try await store.write(change)
            versions.append(try #require(store.configurationVersion()))
        }
        return versions
    }
}
