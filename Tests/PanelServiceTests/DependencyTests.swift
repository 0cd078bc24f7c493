import PanelService
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("Dependencies")
struct DependencyTests {
    @Test("must exist, and are ids as text", arguments: StoreKind.embedded)
    func unknown(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let id = try await panel.create("a").id
            for (sent, field) in [
                (["99"], "depends_on[0]"), (["1", "wings"], "depends_on[1]"), ([1], "depends_on[0]"),
            ]
                as [(Value, String)]
            {
                let update = await panel.refusal(.validationFailed) { try await panel.update(id, ["depends_on": sent]) }
                #expect(update.fields == [field])
                let create = await panel.refusal(.validationFailed) {
                    try await panel.create("b", ["depends_on": sent])
                }
                #expect(create.fields == [field])
            }
        }
    }

    @Test("must not lead in a circle, which is spelled out", arguments: StoreKind.embedded)
    func cycles(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let a = try await panel.create("a").id
            let b = try await panel.create("b", ["depends_on": [.string(a)]]).id
            let c = try await panel.create("c", ["depends_on": [.string(b), "1"]]).id
            let itself = await panel.refusal(.validationFailed) {
                try await panel.update(a, ["depends_on": [.string(a)]])
            }
            #expect(itself.details[0].contains("a → a"))
            let two = await panel.refusal(.validationFailed) { try await panel.update(a, ["depends_on": [.string(b)]]) }
            #expect(two.details[0].contains("a → b → a"))
            let three = await panel.refusal(.validationFailed) {
                try await panel.update(a, ["depends_on": ["1", .string(c)]])
            }
            #expect(three.details[0].contains("a → c → b → a"))
            #expect(three[0].meta["cycle"] == [.string(a), .string(c), .string(b), .string(a)])
            _ = await panel.refusal(.validationFailed) { try await panel.update("1", ["depends_on": [.string(c)]]) }
            try await panel.update(c, ["depends_on": []])
            try await panel.update(a, ["depends_on": [.string(c)]])
        }
    }

    @Test("keep a service from being deleted", arguments: StoreKind.embedded)
    func deleting(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let a = try await panel.create("a").id
            let b = try await panel.create("b", ["depends_on": [.string(a)], "enabled": false]).id
            let problems = await panel.refusal(.serviceConflict) { try await panel.services.delete(id: a) }
            #expect(problems[0].meta["dependents"] == [["id": .string(b), "name": "b"]])
            try await panel.services.delete(id: b)
            try await panel.services.delete(id: a)
            _ = await panel.refusal(.serviceNotFound) { try await panel.services.delete(id: a) }
        }
    }

    @Test("never let a system service be deleted", arguments: ["1", "2", "3", "4"])
    func deletingSystemServices(_ id: String) async throws {
        try await Panel.run(on: .sqlite) { panel async throws in
            let problems = await panel.refusal(.serviceConflict) { try await panel.services.delete(id: id) }
            #expect(problems[0].meta["reason"] == "system_service")
        }
    }

    @Test("keep a service enabled as long as an enabled one needs it", arguments: StoreKind.embedded)
    func disabling(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let a = try await panel.create("a").id
            let b = try await panel.create("b", ["depends_on": [.string(a)]]).id
            let problems = await panel.refusal(.serviceConflict) { try await panel.update(a, ["enabled": false]) }
            #expect(problems[0].meta["dependents"] == [["id": .string(b), "name": "b"]])
            #expect(problems[0].meta["reason"] == "dependents")
            try await panel.update(b, ["enabled": false])
            try await panel.update(a, ["enabled": false])
            let enabling = await panel.refusal(.serviceConflict) { try await panel.update(b, ["enabled": true]) }
            #expect(enabling[0].meta["dependencies"] == [["id": .string(a), "name": "a"]])
        }
    }

    @Test("keep critical services enabled", arguments: StoreKind.embedded)
    func critical(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            try await panel.update("4", ["depends_on": []])
            let problems = await panel.refusal(.serviceConflict) { try await panel.update("1", ["enabled": false]) }
            #expect(problems[0].meta["reason"] == "critical")
            #expect(problems[0].meta["dependents"] == [])
        }
    }

    @Test("that are disabled are for disabled services", arguments: StoreKind.embedded)
    func disabledDependency(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            try await panel.update("4", ["enabled": false])
            let problems = await panel.refusal(.serviceConflict) { try await panel.create("a", ["depends_on": ["4"]]) }
            #expect(problems[0].meta["reason"] == "dependency_disabled")
            let id = try await panel.create("a", ["depends_on": ["4"], "enabled": false]).id
            _ = await panel.refusal(.serviceConflict) { try await panel.update(id, ["enabled": true]) }
            try await panel.update(id, ["enabled": true, "depends_on": []])
            _ = await panel.refusal(.serviceConflict) { try await panel.update(id, ["depends_on": ["4"]]) }
        }
    }

    @Test("are named in a sentence, the first five of many")
    func manyDependents() async throws {
        try await Panel.run(on: .inMemory) { panel async throws in
            for number in 1...8 { try await panel.create("task \(number)", ["depends_on": ["4"]]) }
            let problems = await panel.refusal(.serviceConflict) { try await panel.update("4", ["enabled": false]) }
            #expect(problems[0].detail.contains("'task 5' and 3 more depend on it"))
            guard case .list(let dependents) = problems[0].meta["dependents"] else {
                Issue.record("\(problems[0].meta) has no dependents")
                return
            }
            #expect(dependents.count == 8)
        }
    }
}
