import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("Every store of API keys")
struct APIKeyContractTests {
    static func key(_ id: String, _ name: String) -> APIKeyRecord {
        APIKeyRecord(
            id: id, name: name, digest: Array(0..<32), permissions: ["services.create", "services.read"],
            createdAt: .sample, expiresAt: Timestamp(seconds: 1), lastUsedAt: nil)
    }

    @Test("gives keys back as they were put in, by name", arguments: StoreKind.allCases)
    func roundTrip(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let (first, second) = (Self.key("id-1", "zeta"), Self.key("id-2", "alpha"))
            try await store.write { store in
                try await store.insert(first)
                try await store.insert(second)
            }
            #expect(try await store.read { try await $0.apiKey("id-1") } == first)
            #expect(try await store.read { try await $0.apiKey("id-3") } == nil)
            #expect(try await store.read { try await $0.apiKeys() } == [second, first])
        }
    }

    @Test("takes no id and no name twice, and undoes what it refused", arguments: StoreKind.allCases)
    func unique(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { try await $0.insert(Self.key("a", "one")) }
            await #expect(throws: (any Error).self) {
                try await store.write { try await $0.insert(Self.key("a", "two")) }
            }
            await #expect(throws: (any Error).self) {
                try await store.write { store in
                    try await store.insert(Self.key("b", "three"))
                    try await store.insert(Self.key("c", "one"))
                }
            }
            #expect(try await store.read { try await $0.apiKeys() }.map(\.name) == ["one"])
        }
    }

    @Test("removes a key by its name", arguments: StoreKind.allCases)
    func removal(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { try await $0.insert(Self.key("a", "one")) }
            #expect(try await store.write { try await $0.removeAPIKey(named: "two") } == false)
            #expect(try await store.write { try await $0.removeAPIKey(named: "one") } == true)
            #expect(try await store.read { try await $0.apiKey("a") } == nil)
        }
    }

    @Test("keeps the latest use of a key", arguments: StoreKind.allCases)
    func uses(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { try await $0.insert(Self.key("a", "one")) }
            for seconds: Int64 in [50, 70, 60] {
                try await store.write { try await $0.noteUse(ofAPIKey: "a", at: Timestamp(seconds: seconds)) }
            }
            try await store.write { try await $0.noteUse(ofAPIKey: "gone", at: .sample) }
            #expect(try await store.read { try await $0.apiKey("a") }?.lastUsedAt == Timestamp(seconds: 70))
        }
    }

    @Test("has another version after every change, and only then", arguments: StoreKind.allCases)
    func version(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            var versions: [ConfigurationVersion] = [try #require(store.configurationVersion())]
            for index in 0..<3 {
                try await store.write { try await $0.insert(Self.key("\(index)", "key-\(index)")) }
                versions.append(try #require(store.configurationVersion()))
                _ = try await store.read { try await $0.apiKeys() }
                #expect(store.configurationVersion() == versions.last)
            }
            #expect(Set(versions).count == 4)
        }
    }
}
