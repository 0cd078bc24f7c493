import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("Write-only values")
struct WriteOnlyTests {
    private let hidden: Value = ["set": true]

    @Test("are answered as set, and kept when that is sent back", arguments: StoreKind.allCases)
    func notify(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let task = try await panel.create(
                "a",
                [
                    "notify": [
                        ["type": "webhook", "url": "https://a.example", "on": ["failed"]],
                        ["type": "webhook", "url": "https://b.example", "on": ["missed"]],
                        ["type": "discord", "url": "https://c.example"],
                    ]
                ])
            #expect(!Value.map(task).jsonText().contains("example"))
            // In another order, one with other results, one gone and one new.
            let after = try await panel.update(
                task.id,
                [
                    "notify": [
                        ["type": "webhook", "url": ["set": true], "on": ["missed"]],
                        ["type": "webhook", "url": ["set": true], "on": ["failed", "recovered"]],
                        ["type": "discord", "url": "https://d.example"],
                    ]
                ])
            #expect(!Value.map(after).jsonText().contains("example"))
            let urls = try await stored(task.id, in: panel).notify.texts(under: "url")
            #expect(urls == ["https://b.example", "https://a.example", "https://d.example"])
        }
    }

    @Test("of a probe are kept for a probe of the same type", arguments: StoreKind.allCases)
    func probe(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let probe: ValueMap = ["type": "mysql", "host": "db1", "user": "u", "password": "secret"]
            let answer = try await panel.update("2", ["config": ["probe": .map(probe), "token": "free"]])
            var shown = probe
            shown["password"] = hidden
            #expect(answer["config"] == ["probe": .map(shown), "token": "free"])
            shown["host"] = "db2"
            try await panel.update("2", ["config": ["probe": .map(shown)]])
            var expected = probe
            expected["host"] = "db2"
            #expect(try await stored("2", in: panel).config == ["probe": .map(expected)])
            shown["type"] = "postgres"
            let problems = await panel.refusal(.validationFailed) {
                try await panel.update("2", ["config": ["probe": .map(shown)]])
            }
            #expect(problems.fields == ["config.probe.password"])
        }
    }

    @Test("cannot be kept where there is none", arguments: StoreKind.allCases)
    func nothingToKeep(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let entry: Value = ["type": "discord", "url": hidden]
            let create = await panel.refusal(.validationFailed) { try await panel.create("a", ["notify": [entry]]) }
            #expect(create.fields == ["notify[0].url"])
            let task = try await panel.create("a", ["notify": [["type": "discord", "url": "https://x.example"]]])
            let update = await panel.refusal(.validationFailed) {
                try await panel.update(task.id, ["notify": [entry, entry]])
            }
            #expect(update.fields == ["notify[1].url"])
        }
    }

    @Test("never stand in an error")
    func errors() async throws {
        try await Panel.run(on: .inMemory) { panel async throws in
            let problems = await panel.refusal(.validationFailed) {
                try await panel.create("a", ["notify": [["type": "discord", "url": "hunter2", "token": "hunter2"]]])
            }
            #expect(problems.count == 2)
            #expect(!Value.list(problems.map(\.value)).jsonText().contains("hunter2"))
        }
    }

    private func stored(_ id: String, in panel: Panel) async throws -> ServiceRecord {
        try await panel.services.get(id: id)
    }
}

extension Value {
    fileprivate func texts(under key: String) -> [String] {
        guard case .list(let entries) = self else { return [] }
        return entries.compactMap { if case .map(let map) = $0 { map[key]?.text } else { nil } }
    }
}
