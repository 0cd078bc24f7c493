import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("Write-only values")
struct WriteOnlyTests {
    private let hidden: Value = ["set": true]

    @Test("are answered as set, and kept when that is sent back", arguments: StoreKind.embedded)
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

    @Test("of a probe are kept while it asks the same place", arguments: StoreKind.embedded)
    func probe(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let probe: ValueMap = ["type": "mysql", "host": "db1", "user": "u", "password": "secret"]
            let answer = try await panel.update("2", ["config": ["probe": .map(probe), "token": "free"]])
            var shown = probe
            shown["password"] = hidden
            #expect(answer["config"] == ["probe": .map(shown), "token": "free"])
            shown["interval"] = 30
            // What is left out is the default, here and there.
            shown["port"] = 3306
            try await panel.update("2", ["config": ["probe": .map(shown)]])
            var expected = shown
            expected["password"] = "secret"
            #expect(try await stored("2", in: panel).config == ["probe": .map(expected)])
            let others: [(String, Value)] = [("type", "postgres"), ("host", "db2"), ("port", 3307), ("user", "root")]
            for (key, value) in others {
                var other = shown
                other[key] = value
                let body: Value = ["config": ["probe": .map(other)]]
                let problems = await panel.refusal(.validationFailed) { try await panel.update("2", body) }
                #expect(problems.fields == ["config.probe.password"])
                #expect(problems.first?.detail.contains("while \(key) stays the same") == true, "\(problems)")
            }
            #expect(try await stored("2", in: panel).config == ["probe": .map(expected)])
        }
    }

    @Test("cannot be kept where there is none", arguments: StoreKind.embedded)
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

    @Test("are in no answer, and not in what is remembered of a request", arguments: StoreKind.embedded)
    func everyWayOut(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let notify: Value = [
                ["type": "webhook", "url": "https://hunter2.example", "secret": "hunter2-hunter2-hunter2"],
                ["type": "discord", "url": "https://discord.example/hunter2"],
            ]
            let task = try await panel.create("a", ["notify": notify], key: "k")
            let again = try await panel.services.create(
                .task("a", ["notify": notify]), key: RequestKey(scope: "test", key: "k"))
            #expect(again.isReplay)
            try await panel.update(
                "2", ["config": ["probe": ["type": "mysql", "host": "a", "user": "u", "password": "hunter2"]]])
            let now = Timestamp.sample
            let remembered = try await panel.store.read {
                try await $0.rememberedAnswer(scope: "test", key: "k", now: now)
            }
            let all = try await panel.services.all().map { panel.services.object($0) }
            let shown: [Value] = [.map(task), again.answer, .map(try await panel.get("2")), .list(all)]
            for value in shown { #expect(!value.jsonText().contains("hunter2"), "\(value.jsonText())") }
            #expect(remembered != nil)
            #expect("\(String(describing: remembered))".contains("hunter2") == false)
            // What was answered is kept when it is sent back.
            try await panel.update(task.id, ["notify": task["notify"] ?? .null])
            #expect(try await stored(task.id, in: panel).notify == notify)
        }
    }

    @Test("are in no answer of runs and health, whatever others wrote there", arguments: StoreKind.embedded)
    func runsAndHealth(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let url = "https://discord.example/api/webhooks/hunter2"
            let task = try await panel.create(
                "a",
                [
                    "notify": [
                        ["type": "discord", "url": .string(url)],
                        ["type": "webhook", "url": "https://b.example", "secret": "hunter2-hunter2-hunter2"],
                    ]
                ])
            try await panel.update(
                "1", ["config": ["probe": ["type": "wings", "url": "https://a.example", "token": "hunter2"]]])
            let said = "cannot reach \(url): hunter2-hunter2-hunter2 at https://kim:hunter2@a.example/x?y"
            let id = try #require(Int64(task.id))
            let run = try await panel.store.addRun(
                of: id, named: "a", result: .failed, reason: said,
                steps: [.sample(0, result: .failed, reason: said)])
            try await panel.store.write { store in
                for service in [id, 1] {
                    try await store.note(
                        ServiceIssue(
                            severity: "error", code: "c",
                            message: service == 1 ? "the token hunter2 is refused" : said, firstSeen: .sample,
                            lastSeen: .sample), of: service)
                }
            }
            let services = panel.services
            let page = try await services.runs(RunListRequest(ofService: task.id))
            let all = try await services.runs(RunListRequest(ofService: nil))
            let shown: [Value] = [
                try await services.run(String(run.id), ofID: task.id).object,
                page.answer(path: "/", \.object), all.answer(path: "/", \.object),
                APIHealth.value(try await services.health(id: task.id)),
                APIHealth.value(try await services.health(id: "1")),
            ]
            for value in shown {
                let text = value.jsonText()
                #expect(!text.contains("hunter2") && !text.contains("kim"), "\(text)")
                #expect(text.contains("(secret)"), "\(text)")
            }
        }
    }

    private func stored(_ id: String, in panel: Panel) async throws -> ServiceRecord {
        try await panel.services.get(id: id)
    }
}

extension Value {
    fileprivate func texts(under key: String) -> [String] {
        guard case .list(let entries) = self else { return [] }
        return entries.compactMap { if case .map(let map) = $0 { map[key]?.plainText } else { nil } }
    }
}
