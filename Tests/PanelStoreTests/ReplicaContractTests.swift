import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("Replicas in every store")
struct ReplicaContractTests {
    @Test("are given back as they said of themselves last, by name", arguments: StoreKind.allCases)
    func roundTrip(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            #expect(try await store.read { try await $0.replicas() } == [])
            let (first, second) = (Self.replica("b", seen: 0), Self.replica("a", seen: 5, skew: -600, runsTasks: false))
            var later = first
            later.lastSeen = .sample(10)
            later.clockSkew = 7
            later.version = "9.9.9"
            let said = later
            try await store.write { store in
                try await store.note(first)
                try await store.note(second)
            }
            #expect(try await store.read { try await $0.replicas() } == [second, first])
            try await store.write { try await $0.note(said) }
            #expect(try await store.read { try await $0.replicas() } == [second, said])
        }
    }

    @Test("are forgotten by name, or when they were not seen for long", arguments: StoreKind.allCases)
    func removal(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { store in
                for (name, seen) in [("a", 0), ("b", 1), ("c", 2), ("d", 3)] {
                    try await store.note(Self.replica(name, seen: Int64(seen)))
                }
                try await store.removeReplica(named: "d")
                try await store.removeReplica(named: "nobody")
                try await store.removeReplicas(lastSeenBefore: .sample(1))
            }
            #expect(try await store.read { try await $0.replicas() }.map(\.name) == ["b", "c"])
        }
    }

    @Test("change neither what the API answers nor what is to be done", arguments: StoreKind.allCases)
    func version(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let before = store.configurationVersion()
            try await store.write { try await $0.note(Self.replica("a", seen: 0)) }
            #expect(store.configurationVersion() == before)
        }
    }

    @Test("count as gone when they were not seen within their patience")
    func patience() {
        let replica = Self.replica("a", seen: 0)
        #expect(replica.isAlive(at: .sample(ReplicaRecord.patience - 1)))
        #expect(!replica.isAlive(at: .sample(ReplicaRecord.patience)))
        #expect(replica.isAlive(at: .sample(-600)))
    }

    private static func replica(
        _ name: String, seen offset: Int64, skew: Int64 = 0, runsTasks: Bool = true
    ) -> ReplicaRecord {
        ReplicaRecord(
            name: name, version: "0.1.0", startedAt: .sample, lastSeen: .sample(offset), clockSkew: skew,
            runsTasks: runsTasks)
    }
}
