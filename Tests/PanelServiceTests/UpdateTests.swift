import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("PUT /services/{id}")
struct UpdateTests {
    @Test("replaces what is there and leaves what is absent", arguments: StoreKind.embedded)
    func partialBody(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let before = try await panel.create("a", ["enabled": false, "timeout": 60, "description": "text"])
            panel.wait(5)
            let after = try await panel.update(before.id, ["description": "other"])
            #expect(after["description"] == "other")
            #expect(after["updated_at"] == "2026-11-24T02:05:14Z")
            for (key, value) in before where key != "description" && key != "updated_at" {
                #expect(after[key] == value, "\(key)")
            }
        }
    }

    @Test("of another probe forgets what the one before has found", arguments: StoreKind.embedded)
    func otherProbe(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            try await panel.update("4", ["config": ["probe": ["type": "sftp", "host": "a"]]])
            try await panel.store.write { store in
                let now = try await store.now()
                try await store.replace(
                    ProbeState(serviceID: 4, status: .stopped, since: now, checkedAt: now, nextCheck: now))
                try await store.setObservedStatus(of: 4, to: .stopped)
            }
            #expect(try await panel.update("4", ["description": "other"])["status"] == "stopped")
            let after = try await panel.update("4", ["config": ["probe": ["type": "sftp", "host": "b"]]])
            #expect(after["status"] == "unknown")
            #expect(try await panel.get("4")["status"] == "unknown")
        }
    }

    @Test("replaces task and depends_on whole", arguments: StoreKind.embedded)
    func wholeFields(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let task = try await panel.create("a", ["depends_on": ["4", "1", "4"]])
            #expect(task["depends_on"] == ["1", "4"])
            let data: Value = ["type": "statistics", "data": ["servers": ["all"]]]
            let after = try await panel.update(task.id, ["task": data, "depends_on": ["2"]])
            #expect(after["task"] == data)
            #expect(after["depends_on"] == ["2"])
        }
    }

    @Test("resets to the default with null", arguments: StoreKind.embedded)
    func null(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let task = try await panel.create(
                "a",
                [
                    "description": "text", "enabled": false, "timezone": "Asia/Tokyo", "overlap": "queue",
                    "misfire": "run_once", "timeout": 5, "depends_on": ["1"],
                    "notify": [["type": "webhook", "url": "https://example.com"]],
                ])
            let defaults: ValueMap = [
                "description": "", "enabled": true, "timezone": "UTC", "overlap": "skip", "misfire": "skip",
                "timeout": 3_600, "depends_on": [], "notify": [],
            ]
            let after = try await panel.update(task.id, .map(defaults.mapValues { _ in .null }))
            for (key, value) in defaults { #expect(after[key] == value, "\(key)") }
            for key in ["name", "schedule", "task"] {
                let problems = await panel.refusal(.validationFailed) {
                    try await panel.update(task.id, .map([key: .null]))
                }
                #expect(problems.fields == [key])
            }
        }
    }

    @Test("takes back what GET answered, and changes nothing", arguments: StoreKind.embedded)
    func roundTrip(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let task = try await panel.create(
                "a", ["depends_on": ["1"], "notify": [["type": "discord", "url": "https://example.com/x"]]])
            try await panel.update(
                "2", ["config": ["probe": ["type": "mysql", "host": "db", "user": "u", "password": "p"]]])
            panel.wait(100)
            for id in ["1", "2", task.id] {
                let before = try await panel.services.get(id: id)
                try await panel.update(id, panel.services.object(before))
                #expect(try await panel.services.get(id: id) == before)
            }
            try await panel.update(task.id, [:])
            #expect(try await panel.services.get(id: task.id).version == 1)
        }
    }

    @Test("leaves updated_at, next_run and ETag alone when nothing changes", arguments: StoreKind.embedded)
    func nothingChanges(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let task = try await panel.create("a", ["schedule": "* * * * *"])
            let before = try await panel.services.get(id: task.id)
            panel.wait(1_000)
            try await panel.update(
                task.id, ["name": " a ", "schedule": "* * * * *", "enabled": true, "timeout": 3_600])
            #expect(try await panel.services.get(id: task.id) == before)
        }
    }

    @Test("never moves updated_at back, also when the clock was", arguments: StoreKind.embedded)
    func clockSetBack(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let task = try await panel.create("a")
            panel.wait(-3_600)
            let changed = try await panel.update(task.id, ["description": "other"])
            #expect(changed["updated_at"] == task["updated_at"])
            #expect(try await panel.services.get(id: task.id).version == 2)
        }
    }

    @Test("refuses an If-Match that is no list of ETags", arguments: StoreKind.embedded)
    func unreadableIfMatch(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let id = try await panel.create("a").id
            let problems = await panel.refusal(.badRequest) {
                try await panel.update(id, ["description": "other"], ifMatch: "1")
            }
            #expect(problems.fields == ["If-Match"])
        }
    }

    @Test("keeps a next run that is due, unless when it runs changes", arguments: StoreKind.embedded)
    func nextRun(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let id = try await panel.create("a", ["schedule": "* * * * *"]).id
            let due = try await panel.services.get(id: id).nextRun
            panel.wait(1_000)
            try await panel.update(id, ["description": "other"])
            #expect(try await panel.services.get(id: id).nextRun == due)
            #expect(try await panel.update(id, ["schedule": "0 4 * * *"])["next_run"] == "2026-11-24T04:00:00Z")
            #expect(try await panel.update(id, ["timezone": "Asia/Tokyo"])["next_run"] == "2026-11-24T19:00:00Z")
            #expect(try await panel.update(id, ["enabled": false])["next_run"] == nil)
            #expect(try await panel.update(id, ["enabled": true])["next_run"] == "2026-11-24T19:00:00Z")
        }
    }

    @Test("ignores read-only keys, but not another id, type or kind", arguments: StoreKind.embedded)
    func readOnlyKeys(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let id = try await panel.create("a").id
            let after = try await panel.update(
                id, ["status": "running", "created_at": "2020-01-01T00:00:00Z", "critical": true, "timeout": 5])
            #expect(after["status"] == "scheduled")
            #expect(after["timeout"] == 5)
            for body in [["id": "6", "timeout": 6], ["type": "system", "timeout": 6], ["kind": "x", "timeout": 6]]
                as [Value]
            {
                let problems = await panel.refusal(.validationFailed) { try await panel.update(id, body) }
                #expect(problems.count == 1)
            }
            let problems = await panel.refusal(.validationFailed) {
                try await panel.update(id, ["status": "running", "id": .string(id)])
            }
            #expect(problems.fields == ["status"])
            #expect(try await panel.services.get(id: id).version == 2)
        }
    }

    @Test("changes of a system service what it has", arguments: StoreKind.embedded)
    func systemService(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let after = try await panel.update(
                "4",
                [
                    "name": "SFTP Server", "description": "files", "enabled": false, "depends_on": [],
                    "config": ["probe": ["type": "sftp", "host": "node1"], "note": [1, 2]],
                ])
            #expect(after["status"] == "disabled")
            #expect(after["kind"] == "sftp_server")
            #expect(after["config"] == ["probe": ["type": "sftp", "host": "node1"], "note": [1, 2]])
            for body in [
                ["name": "Other"], ["schedule": "0 2 * * *"], ["task": .null], ["timeout": 5],
                ["config": ["probe": ["type": "sftp"]]], ["config": []],
            ] as [Value] {
                let problems = await panel.refusal(.validationFailed) { try await panel.update("4", body) }
                #expect(problems.count == 1, "\(problems.details)")
            }
            _ = await panel.refusal(.validationFailed) {
                try await panel.update(panel.create("a").id, ["config": [:]])
            }
        }
    }

    @Test("renames to a free name alone", arguments: StoreKind.embedded)
    func renaming(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let id = try await panel.create("a").id
            try await panel.create("b")
            let problems = await panel.refusal(.serviceConflict) { try await panel.update(id, ["name": "b"]) }
            #expect(problems.first?.meta["reason"] == "name_taken")
            #expect(try await panel.update(id, ["name": "c"])["name"] == "c")
            try await panel.create("a")
        }
    }

    @Test("is refused when the ETag is not current", arguments: StoreKind.embedded)
    func ifMatch(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let id = try await panel.create("a").id
            for tag in ["1", "", "\"1", "1\"", "\"a\"b\"", "\"1\", 1", "W/1", "*, \"1\""] {
                _ = await panel.refusal(.badRequest) { try await panel.update(id, ["timeout": 5], ifMatch: tag) }
                _ = await panel.refusal(.badRequest) { try await panel.services.delete(id: id, ifMatch: tag) }
            }
            for tag in ["\"2\"", "W/\"1\"", "\"\""] {
                _ = await panel.refusal(.preconditionFailed) {
                    try await panel.update(id, ["timeout": 5], ifMatch: tag)
                }
                _ = await panel.refusal(.preconditionFailed) { try await panel.services.delete(id: id, ifMatch: tag) }
            }
            try await panel.update(id, ["timeout": 5], ifMatch: "\"7\", \"1\"")
            try await panel.update(id, ["timeout": 6], ifMatch: "*")
            try await panel.services.delete(id: id, ifMatch: "\"3\"")
        }
    }

    @Test(
        "answers 404 for an id of nothing", arguments: ["99", "0", "-1", "01", "+1", "abc", "", "99999999999999999999"])
    func unknownID(_ id: String) async throws {
        try await Panel.run(on: .sqlite) { panel async throws in
            _ = await panel.refusal(.serviceNotFound) { try await panel.get(id) }
            _ = await panel.refusal(.serviceNotFound) { try await panel.update(id, [:]) }
            _ = await panel.refusal(.serviceNotFound) { try await panel.services.delete(id: id) }
        }
    }
}
