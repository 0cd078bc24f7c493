import PanelService
import PanelStore
import PanelStoreSQLite
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("The embedded panel")
struct EmbeddedPanelTests {
    @Test("shows secrets in no object for people", arguments: StoreKind.embedded)
    func masking(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let embedded = EmbeddedPanel(name: "embedded panel", services: panel.services)
            let created = try await embedded.create(.sample("a"), idempotencyKey: "k")
            let shown = APIObject.masked(created).jsonText()
            #expect(!shown.contains("notch") && !shown.contains("u.example"))
            #expect(shown.contains("\"command\":\"(secret)\""))
            #expect(shown.contains("managed-by: phoenix skyblock/nightly"))
            #expect(APIObject.value(created) == panel.services.object(try await panel.services.get(id: created.id)))
        }
    }

    @Test("hides a secret that was moved within its list by hand")
    func movedSecret() {
        var fields = ServiceFields(name: "a")
        fields.task = ["type": "cleanup", "data": ["servers": ["all"], "patterns": ["hunter2", "*.log"]]]
        let ownership = Ownership(
            project: "p", key: "a", digests: FieldDigests(), secretPaths: ["task.data.patterns[1]"])
        let object = LiveObject(
            id: "5", kind: .scheduled, fields: fields, ownership: .owned(ownership), status: "scheduled")
        let shown = APIObject.masked(object).jsonText()
        #expect(!shown.contains("hunter2"))
        #expect(shown.contains("\"servers\":[\"all\"]"))
    }

    @Test("tells whether a living process runs its tasks", arguments: StoreKind.embedded)
    func served(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let embedded = EmbeddedPanel(name: "embedded panel", services: panel.services)
            func isServed(by replicas: (name: String, age: Int64, runsTasks: Bool)...) async throws -> Bool {
                for replica in replicas {
                    try await panel.store.write { store in
                        let now = try await store.now()
                        try await store.note(
                            ReplicaRecord(
                                name: replica.name, version: "1", startedAt: now,
                                lastSeen: Timestamp(seconds: now.seconds - replica.age), clockSkew: 0,
                                runsTasks: replica.runsTasks))
                    }
                }
                return try await embedded.readAll().target.isServed
            }
            #expect(try await !isServed())
            #expect(try await !isServed(by: ("gone", 60, true), ("serves only", 0, false)))
            #expect(try await isServed(by: ("runs", 30, true)))
        }
    }

    @Test("lists the runs from one moment to another, both with it", arguments: StoreKind.embedded)
    func runs(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let embedded = EmbeddedPanel(name: "embedded panel", services: panel.services)
            let id = try #require(Int64(try await panel.create("a").id))
            func time(_ minute: Int64) -> Timestamp { Timestamp(seconds: Timestamp.sample.seconds + minute * 60) }
            for minute in 0..<5 as Range<Int64> {
                try await panel.store.addRun(of: id, at: time(minute), result: .succeeded)
            }
            var filter = RunFilter(limit: 10)
            filter.since = time(1)
            filter.until = time(3)
            #expect(try await embedded.runs(filter).compactMap(\.scheduledFor) == [time(3), time(2), time(1)])
        }
    }

    @Test("passes on what is wrong with its store, which clients over HTTP are not told")
    func storeFaults() async throws {
        let store = FaultyStore(
            InMemoryPanelStore(now: .sample),
            failingWith: PanelStoreError(.full, "no space at /srv/panel.db", help: "free some"))
        let services = ServiceOperations(store: store, now: { .sample })
        let embedded = EmbeddedPanel(name: "embedded panel", services: services)
        let error = await #expect(throws: PanelError.self) { try await embedded.readAll() }
        #expect(error?.code == .store(.full))
        #expect(error?.message == "no space at /srv/panel.db")
        #expect(error?.help == "free some")
        let refused = await #expect(throws: ServiceError.self) { try await services.create(.task("a")) }
        #expect(refused?.status == 503)
        #expect(refused?.value.jsonText().contains("/srv") == false)
    }
}
