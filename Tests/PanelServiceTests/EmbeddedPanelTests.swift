import PanelService
import PanelStore
import PanelStoreSQLite
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("The embedded panel")
struct EmbeddedPanelTests {
    private let ownership: Ownership = {
        var digests = FieldDigests()
        digests[.name] = 0x12_3456
        return Ownership(
            project: "skyblock", key: "nightly", digests: digests, secretPaths: ["task.data.command"],
            isProtected: true)
    }()

    private func write(_ name: String) -> ObjectWrite {
        var fields = ServiceFields(name: name)
        fields.description = "Backs up."
        fields.schedule = "0 2 * * *"
        fields.timezone = "UTC"
        fields.enabled = true
        fields.task = [
            "type": "server_command",
            "data": [
                "servers": ["all"], "command": .secret(Secret(reference: "${secret:env:CMD}", value: "op notch")),
            ],
        ]
        fields.overlap = "skip"
        fields.misfire = "skip"
        fields.timeout = 60
        fields.dependsOn = [.id("1")]
        fields.notify = [
            ["type": "discord", "url": .secret(Secret(reference: "${secret:env:U}", value: "https://u.example"))]
        ]
        return ObjectWrite(kind: .scheduled, fields: fields, ownership: .set(ownership))
    }

    @Test("keeps the ownership as a line of the description", arguments: StoreKind.allCases)
    func ownershipLine(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let embedded = EmbeddedPanel(name: "embedded panel", services: panel.services)
            let created = try await embedded.create(write("a"), idempotencyKey: "k")
            #expect(created.ownership == .owned(ownership))
            #expect(created.fields.description == "Backs up.")
            #expect(created.fields.task == write("a").fields.task?.revealed())
            #expect(created.fields.notify == [["type": "discord", "url": ["set": true]]])
            #expect(created.fields.dependsOn == [.id("1")])
            #expect(created.etag == "\"1\"")
            let stored = try await panel.services.get(id: created.id).description
            #expect(stored == OwnershipLine.description("Backs up.", with: ownership))
            #expect(try await embedded.read(id: created.id) == created)
            #expect(try await embedded.read(id: "99") == nil)
            #expect(try await embedded.find(name: " a ") == [created])
            #expect(try await embedded.find(name: "b").isEmpty)
            let live = try await embedded.readAll()
            #expect(live.objects.map(\.id) == ["1", "2", "3", "4", "5"])
            #expect(live.objects.last == created)
            #expect(live.capabilities == .complete)
            #expect(live.target == PanelTarget(name: "embedded panel", isEmbedded: true))
        }
    }

    @Test("shows secrets in no object for people", arguments: StoreKind.allCases)
    func masking(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let embedded = EmbeddedPanel(name: "embedded panel", services: panel.services)
            let created = try await embedded.create(write("a"), idempotencyKey: "k")
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

    @Test("creates once for one idempotency key", arguments: StoreKind.allCases)
    func idempotency(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let embedded = EmbeddedPanel(name: "embedded panel", services: panel.services)
            let first = try await embedded.create(write("a"), idempotencyKey: "k")
            #expect(try await embedded.create(write("a"), idempotencyKey: "k") == first)
            let error = await #expect(throws: PanelError.self) {
                try await embedded.create(write("a"), idempotencyKey: "other")
            }
            #expect(error?.code == .conflict)
            #expect(error?.message.contains("'a'") == true)
        }
    }

    @Test("updates, gives up ownership and deletes", arguments: StoreKind.allCases)
    func updates(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let embedded = EmbeddedPanel(name: "embedded panel", services: panel.services)
            let created = try await embedded.create(write("a"), idempotencyKey: "k")
            var fields = ServiceFields(name: "b")
            fields.enabled = false
            let partial = ObjectWrite(kind: .scheduled, fields: fields, ownership: .leave)
            let updated = try await embedded.update(id: created.id, partial, ifMatch: created.etag)
            #expect(updated.fields.name == "b")
            #expect(updated.status == "disabled")
            #expect(updated.ownership == .owned(ownership))
            #expect(updated.fields.task == created.fields.task)
            let stale = await #expect(throws: PanelError.self) {
                try await embedded.update(id: created.id, partial, ifMatch: created.etag)
            }
            #expect(stale?.code == .preconditionFailed)
            fields.description = "Backs up."
            let removed = try await embedded.update(
                id: created.id, ObjectWrite(kind: .scheduled, fields: fields, ownership: .remove), ifMatch: nil)
            #expect(removed.ownership == .none)
            try await embedded.delete(id: created.id, ifMatch: removed.etag)
            let gone = await #expect(throws: PanelError.self) {
                try await embedded.delete(id: created.id, ifMatch: nil)
            }
            #expect(gone?.code == .notFound)
        }
    }

    @Test("writes a system service without its name", arguments: StoreKind.allCases)
    func systemService(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let embedded = EmbeddedPanel(name: "embedded panel", services: panel.services)
            var fields = ServiceFields(name: "sftp server")
            fields.description = "files"
            fields.config = ["probe": ["type": "sftp", "host": "node1"]]
            let write = ObjectWrite(kind: .system, fields: fields, ownership: .set(ownership))
            let updated = try await embedded.update(id: "4", write, ifMatch: "\"1\"")
            #expect(updated.fields.name == "SFTP Server")
            #expect(updated.fields.config == fields.config)
            #expect(updated.ownership == .owned(ownership))
            #expect(updated.serviceKind == "sftp_server")
        }
    }

    @Test("says which field the panel refused")
    func refusals() async throws {
        try await Panel.run(on: .inMemory) { panel async throws in
            let embedded = EmbeddedPanel(name: "embedded panel", services: panel.services)
            var bad = write("a")
            bad.fields.schedule = "0 25 * * *"
            bad.fields.timeout = 0
            let invalid = await #expect(throws: PanelError.self) { try await embedded.create(bad, idempotencyKey: "k") }
            #expect(invalid?.code == .invalid)
            #expect(invalid?.message.contains("hour") == true)
            #expect(invalid?.message.contains("timeout must be") == true)
            bad = write("a")
            bad.fields.dependsOn = [.key("later")]
            let unresolved = await #expect(throws: PanelError.self) {
                try await embedded.create(bad, idempotencyKey: "k")
            }
            #expect(unresolved?.message.contains("'later'") == true)
            bad = write("a")
            bad.fields.description = String(repeating: "x", count: 4_090)
            let long = await #expect(throws: PanelError.self) { try await embedded.create(bad, idempotencyKey: "k") }
            #expect(long?.message.contains("description") == true)
        }
    }

    @Test("passes on what is wrong with its store, which clients over HTTP are not told")
    func storeFaults() async throws {
        let store = BrokenStore()
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

private struct BrokenStore: PanelStore {
    private let fault = PanelStoreError(.full, "no space at /srv/panel.db", help: "free some")

    func read<T: Sendable>(_ body: @escaping @Sendable (any PanelStoreReading) throws -> T) async throws -> T {
        throw fault
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any PanelStoreTransaction) throws -> T) async throws -> T {
        throw fault
    }

    func changeMark() -> Int64? { nil }
}
