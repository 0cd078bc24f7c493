import PanelClient
import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

/// What both panels keep to: the one in this process, and the one over HTTP on a real port.
@Suite("Every panel")
struct PanelContractTests {
    private let ownership = Ownership.sample

    @Test("keeps the ownership as a line of the description", arguments: PanelKind.allCases)
    func ownershipLine(_ kind: PanelKind) async throws {
        try await kind.withPanel { panel, services in
            let created = try await panel.create(.sample("a"), idempotencyKey: "k")
            #expect(created.ownership == .owned(ownership))
            #expect(created.fields.description == "Backs up.")
            #expect(created.fields.task == ObjectWrite.sample("a").fields.task?.revealed())
            #expect(created.fields.notify == [["type": "discord", "url": ["set": true]]])
            #expect(created.fields.dependsOn == [.id("1")])
            #expect(created.etag == "\"1\"")
            let stored = try await services.get(id: created.id).description
            #expect(stored == OwnershipLine.description("Backs up.", with: ownership))
            #expect(try await panel.read(id: created.id) == created)
            #expect(try await panel.read(id: "99") == nil)
            #expect(try await panel.find(name: " a ").map(\.withoutETag) == [created.withoutETag])
            #expect(try await panel.find(name: "b").isEmpty)
            let live = try await panel.readAll()
            #expect(live.objects.map(\.id) == ["1", "2", "3", "4", "5"])
            #expect(live.objects.last?.withoutETag == created.withoutETag)
            #expect(live.capabilities.taskReports == .inLists)
            #expect(live.capabilities.additionalFields == PanelCapabilities.complete.additionalFields)
            #expect(live.target.isEmbedded == !kind.isRemote)
        }
    }

    @Test("creates once for one idempotency key", arguments: PanelKind.allCases)
    func idempotency(_ kind: PanelKind) async throws {
        try await kind.withPanel { panel, services in
            let first = try await panel.create(.sample("a"), idempotencyKey: "k")
            #expect(try await panel.create(.sample("a"), idempotencyKey: "k") == first)
            let error = await #expect(throws: PanelError.self) {
                try await panel.create(.sample("a"), idempotencyKey: "other")
            }
            #expect(error?.code == .conflict)
            #expect(error?.message.contains("'a'") == true)
        }
    }

    @Test("updates, gives up ownership and deletes", arguments: PanelKind.allCases)
    func updates(_ kind: PanelKind) async throws {
        try await kind.withPanel { panel, services in
            let created = try await panel.create(.sample("a"), idempotencyKey: "k")
            var fields = ServiceFields(name: "b")
            fields.enabled = false
            let partial = ObjectWrite(kind: .scheduled, fields: fields, ownership: .leave)
            let updated = try await panel.update(id: created.id, partial, ifMatch: created.etag)
            #expect(updated.fields.name == "b")
            #expect(updated.status == "disabled")
            #expect(updated.ownership == .owned(ownership))
            #expect(updated.fields.task == created.fields.task)
            let stale = await #expect(throws: PanelError.self) {
                try await panel.update(id: created.id, partial, ifMatch: created.etag)
            }
            #expect(stale?.code == .preconditionFailed)
            fields.description = "Backs up."
            let removed = try await panel.update(
                id: created.id, ObjectWrite(kind: .scheduled, fields: fields, ownership: .remove), ifMatch: nil)
            #expect(removed.ownership == .none)
            try await panel.delete(id: created.id, ifMatch: removed.etag)
            let gone = await #expect(throws: PanelError.self) {
                try await panel.delete(id: created.id, ifMatch: nil)
            }
            #expect(gone?.code == .notFound)
        }
    }

    @Test("writes a system service without its name", arguments: PanelKind.allCases)
    func systemService(_ kind: PanelKind) async throws {
        try await kind.withPanel { panel, services in
            var fields = ServiceFields(name: "sftp server")
            fields.description = "files"
            fields.config = ["probe": ["type": "sftp", "host": "node1"]]
            let write = ObjectWrite(kind: .system, fields: fields, ownership: .set(ownership))
            let updated = try await panel.update(id: "4", write, ifMatch: "\"1\"")
            #expect(updated.fields.name == "SFTP Server")
            #expect(updated.fields.config == fields.config)
            #expect(updated.ownership == .owned(ownership))
            #expect(updated.serviceKind == "sftp_server")
        }
    }

    @Test("says which field the panel refused", arguments: PanelKind.allCases)
    func refusals(_ kind: PanelKind) async throws {
        try await kind.withPanel { panel, _ in
            var bad = ObjectWrite.sample("a")
            bad.fields.schedule = "0 25 * * *"
            bad.fields.timeout = 0
            let invalid = await #expect(throws: PanelError.self) { try await panel.create(bad, idempotencyKey: "k") }
            #expect(invalid?.code == .invalid)
            #expect(invalid?.message.contains("hour") == true)
            #expect(invalid?.message.contains("timeout must be") == true)
            bad = ObjectWrite.sample("a")
            bad.fields.dependsOn = [.key("later")]
            let unresolved = await #expect(throws: PanelError.self) {
                try await panel.create(bad, idempotencyKey: "k")
            }
            #expect(unresolved?.message.contains("'later'") == true)
            bad = ObjectWrite.sample("a")
            bad.fields.description = String(repeating: "x", count: 4_090)
            let long = await #expect(throws: PanelError.self) { try await panel.create(bad, idempotencyKey: "k") }
            #expect(long?.message.contains("description") == true)
        }
    }

    @Test("reads everything, however many there are", arguments: PanelKind.allCases)
    func many(_ kind: PanelKind) async throws {
        try await kind.withPanel { panel, services in
            for index in 0..<250 { _ = try await services.create(.task("task \(index)")) }
            let live = try await panel.readAll()
            #expect(live.objects.map(\.id) == (1...254).map(String.init))
            #expect(live.objects.last?.fields.name == "task 249")
            #expect(try await panel.find(name: "task 249").map(\.id) == ["254"])
        }
    }

    @Test("sees an ownership line that somebody has damaged", arguments: PanelKind.allCases)
    func damagedLine(_ kind: PanelKind) async throws {
        try await kind.withPanel { panel, services in
            let created = try await panel.create(.sample("a"), idempotencyKey: "k")
            let line = try await services.get(id: created.id).description
            _ = try await services.update(id: created.id, ["description": .string(line + "x digest=1.")])
            let live = try await panel.readAll()
            guard case .unreadable = live.objects.last?.ownership else {
                Issue.record("\(String(describing: live.objects.last?.ownership))")
                return
            }
        }
    }

    @Test("refuses what its rules forbid, by the same codes and in the same words", arguments: PanelKind.allCases)
    func conflicts(_ kind: PanelKind) async throws {
        try await kind.withPanel { panel, _ in
            let first = try await panel.create(.sample("first"), idempotencyKey: "1")
            var second = ObjectWrite.sample("second")
            second.fields.dependsOn = [.id(first.id)]
            _ = try await panel.create(second, idempotencyKey: "2")
            let deleting = await #expect(throws: PanelError.self) { try await panel.delete(id: first.id, ifMatch: nil) }
            #expect(deleting?.code == .conflict)
            #expect(deleting?.message.contains("'first' cannot be deleted: 'second' depends on it") == true)
            let deletingService = await #expect(throws: PanelError.self) {
                try await panel.delete(id: "1", ifMatch: nil)
            }
            #expect(deletingService?.code == .conflict)
            let unknown = await #expect(throws: PanelError.self) {
                try await panel.update(id: "99", second, ifMatch: nil)
            }
            #expect(unknown?.code == .notFound)
            second.fields.dependsOn = [.id("99")]
            let dangling = await #expect(throws: PanelError.self) {
                try await panel.create(second, idempotencyKey: "3")
            }
            #expect(dangling?.code == .invalid)
            #expect(dangling?.message.contains("does not name a service: '99'") == true)
        }
    }
}

extension LiveObject {
    /// Lists have none.
    fileprivate var withoutETag: LiveObject {
        var object = self
        object.etag = nil
        return object
    }
}

extension Value {
    fileprivate static func task(_ name: String) -> Value {
        [
            "name": .string(name), "schedule": "0 2 * * *",
            "task": ["type": "backup", "data": ["servers": ["all"]]],
        ]
    }
}
