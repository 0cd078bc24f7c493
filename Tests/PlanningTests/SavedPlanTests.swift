import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Planning
import RandomFixtures
import Testing

@Suite("A plan in a file")
struct SavedPlanTests {
    private static let password = "correct horse battery staple"

    /// Everything that a plan can have in it.
    private func richPlan() async -> Plan {
        let entries: [DesiredObject] = [
            .task("a", task: .command(.secret("CMD", Self.password))), .task("swap1", name: "1"),
            .task("swap2", name: "2"), .task("old"), .task("gone"), .task("kept"), .task("mine", ignoring: []),
        ]
        let scenario = Scenario()
        await scenario.apply(entries)
        scenario.panel.add(DesiredObject.task("foreign").fields)
        scenario.panel.edit("kept") { $0.schedule = "0 9 * * *" }
        return scenario.plan([
            .task("a", schedule: "5 5 * * *", task: .command(.secret("CMD", Self.password))),
            .task("swap1", name: "2"), .task("swap2", name: "1"), .task("new", name: "old", formerly: ["old"]),
            .task("foreign"), .task("kept", schedule: "0 8 * * *"), .task("fresh", dependsOn: ["a", "fresh2"]),
            .task("fresh2", notify: [["type": "discord", "url": .secret("HOOK", "https://hook.example/token")]]),
            .task("mine", ignoring: [.field(.task)]),
            .service("sftp", name: "SFTP Server", config: ["free": ["$secret": "plain", "n": .number(1.5)]]),
        ]) { $0.prunes = true }
    }

    private static let sources: SourceMap = {
        var sources = SourceMap()
        _ = sources.add(SourceFile(name: "tasks.yaml", bytes: Array("secret: text".utf8)))
        return sources
    }()

    private func saved(_ plan: Plan) -> [UInt8] { SavedPlan(plan, sources: Self.sources).encoded() }

    private func read(_ bytes: [UInt8]) throws(SavedPlan.Problem) -> SavedPlan {
        try SavedPlan(decoding: bytes) { reference, folder in
            Secret(
                reference: reference, folder: folder,
                value: reference.contains("CMD") ? Self.password : "https://hook.example/token")
        }
    }

    @Test("comes back as it was, and is written as the same bytes again")
    func roundTrip() async throws {
        let plan = await richPlan()
        #expect(
            Set(plan.actions.map(\.operation)).isSuperset(of: [.create, .update, .delete, .blocked, .prepare, .adopt]))
        let read = try read(saved(plan))
        #expect(PlanSketch.text(read.plan) == PlanSketch.text(plan))
        #expect(read.plan.budget == plan.budget)
        #expect(read.plan.actions.map(\.write) == plan.actions.map(\.write))
        #expect(read.plan.actions.map(\.changes) == plan.actions.map(\.changes))
        #expect(read.plan.actions.map(\.span) == plan.actions.map(\.span))
        #expect(read.sources.position(of: .sample) == "tasks.yaml:1:1")
        #expect(SavedPlan(read.plan, sources: read.sources).encoded() == saved(plan))
    }

    @Test("holds values nested as deep as manifests may be")
    func deep() throws {
        let value = (0..<98).reduce(Value.integer(1)) { inner, _ in .list([inner]) }
        let plan = Scenario().plan([.service("sftp", name: "SFTP Server", config: ["free": value])])
        #expect(plan.actions.count == 1)
        #expect(try read(saved(plan)).plan.actions.map(\.write) == plan.actions.map(\.write))
    }

    @Test("has no secret of the files or the panel in it")
    func noSecrets() async {
        let text = String(decoding: saved(await richPlan()), as: UTF8.self)
        #expect(!text.contains(Self.password))
        #expect(!text.contains("hook.example"))
        #expect(text.contains("${secret:env:CMD}"))
    }

    @Test("a secret that the panel has and the files leave alone is not in it, and is sent as the panel has it")
    func hiddenInWrite() async throws {
        let scenario = await Scenario.applied(.task("a", task: .command(.secret("CMD", Self.password))))
        let entry = DesiredObject.task("a", schedule: "5 5 * * *", ignoring: [.field(.task)])
        let bytes = saved(scenario.plan([entry]))
        #expect(!String(decoding: bytes, as: UTF8.self).contains(Self.password))
        let resumption = PlanResumption(try read(bytes).plan, live: scenario.panel.live)
        #expect(resumption.plan.actions.first?.write?.fields.task == .command(.string(Self.password)))
    }

    @Test("a text that was a secret and is none any more is sent as the files have it")
    func formerSecret() async throws {
        let scenario = await Scenario.applied(.task("a", task: .command(.secret("CMD", Self.password))))
        let bytes = saved(scenario.plan([.task("a", task: .command("say hi"))]))
        #expect(!String(decoding: bytes, as: UTF8.self).contains(Self.password))
        let resumption = PlanResumption(try read(bytes).plan, live: scenario.panel.live)
        #expect(resumption.plan.actions.first?.write?.fields.task == .command("say hi"))
    }

    @Test("is refused when anything of it was changed")
    func tampered() async throws {
        let bytes = saved(await richPlan())
        let text = String(decoding: bytes, as: UTF8.self)
        for (old, new) in [
            ("\"delete\"", "\"update\""), ("5 5 * * *", "6 5 * * *"), ("\"allowed\": 1", "\"allowed\": 9"),
            ("\"id\": \"5\"", "\"id\": \"6\""),
        ] {
            #expect(text.contains(old), "\(old)")
            #expect(throws: SavedPlan.Problem("it was changed after it was written")) {
                _ = try read(Array(text.replacing(old, with: new).utf8))
            }
        }
    }

    @Test("white space may change on its way, the end may not be missing", arguments: [10, 100, 1_000])
    func transported(_ count: Int) async throws {
        let bytes = saved(await richPlan())
        _ = try read(bytes.filter { $0 != 0x0A } + [0x0D, 0x0A])
        #expect(throws: SavedPlan.Problem.self) { _ = try read(Array(bytes.prefix(count))) }
    }

    @Test(
        "is refused when something else has written it",
        arguments: [
            "", "[]", "{}", #"{"format":"phoenix plan","version":3}"#, #"{"format":"phoenix plan","version":2}"#,
            #"{"format":"phoenix plan","version":2,"digest":"sha256:00","plan":{}}"#,
        ])
    func foreign(_ text: String) {
        #expect(throws: SavedPlan.Problem.self) { _ = try read(Array(text.utf8)) }
    }

    @Test("no damage of its structure, even with a digest that fits, does more than be refused", arguments: 0..<40)
    func mutated(_ seed: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let document = try Value(json: saved(await richPlan()))
        guard case .map(let map) = document, let content = map["plan"] else {
            Issue.record("not a mapping")
            return
        }
        for _ in 0..<20 {
            let damaged = content.damaged(using: &generator)
            // Whether it is refused or read, it neither crashes nor sends anything.
            _ = try? SavedPlan(content: damaged) { reference, folder in
                Secret(reference: reference, folder: folder, value: "x")
            }
        }
    }

    @Test("is refused when a secret cannot be had")
    func missingSecret() async {
        let bytes = saved(await richPlan())
        #expect(throws: SavedPlan.Problem("CMD is not set")) {
            _ = try SavedPlan(decoding: bytes) { _, _ throws(SavedPlan.Problem) in
                throw SavedPlan.Problem("CMD is not set")
            }
        }
    }
}

@Suite("A saved plan, taken up again")
struct PlanResumptionTests {
    private func resumed(_ plan: Plan, _ scenario: Scenario) throws -> PlanResumption {
        let saved = SavedPlan(plan, sources: SourceMap())
        let read = try SavedPlan(decoding: saved.encoded()) { reference, folder in
            Secret(reference: reference, folder: folder, value: "s3cret")
        }
        return PlanResumption(read.plan, live: scenario.panel.live)
    }

    private func outcomes(_ resumption: PlanResumption) -> String {
        zip(resumption.plan.actions, resumption.earlier.outcomes).map { action, outcome in
            let text =
                switch outcome {
                case nil: "to do"
                case .alreadyApplied(let id)?: "done #\(id)"
                case .stale(let error)?: error.message
                case let other?: "\(other)"
                }
            return "\(action.operation.rawValue) \(action.key): \(text)"
        }.joined(separator: "\n")
    }

    private let before: [DesiredObject] = [
        .task("a"), .task("b", dependsOn: ["a"]), .task("x", name: "1"), .task("y", name: "2"), .task("gone"),
    ]
    private let after: [DesiredObject] = [
        .task("a", schedule: "1 1 * * *"), .task("b", dependsOn: ["a", "new"]),
        .task("new", task: .command(.secret("CMD", "s3cret")), dependsOn: ["newer"]), .task("newer"),
        .task("x", name: "2"), .task("y", name: "1"),
    ]

    private func scenario() async -> (Scenario, Plan) {
        let scenario = Scenario()
        await scenario.apply(before)
        return (scenario, scenario.plan(after) { $0.prunes = true })
    }

    @Test("finds everything to do on the panel it was made for")
    func fresh() async throws {
        let (scenario, plan) = await scenario()
        let resumption = try resumed(plan, scenario)
        #expect(resumption.earlier.outcomes.allSatisfy { $0 == nil })
        #expect(!resumption.isDone)
        #expect(resumption.plan.actions.map(\.observed) == plan.actions.map(\.observed))
    }

    @Test("finds everything done after it was applied")
    func twice() async throws {
        let (scenario, plan) = await scenario()
        await #expect(PlanWalk(plan, on: scenario.panel).isComplete)
        let resumption = try resumed(plan, scenario)
        #expect(resumption.isDone, "\(outcomes(resumption))")
    }

    @Test("goes on wherever it stopped, and ends as if it had not", arguments: 0..<60)
    func halfWay(_ seed: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let (scenario, plan) = await scenario()
        var done: Set<Int> = []
        var ids: [String: String] = [:]
        // Some of the actions, in an order that the plan allows.
        for _ in 0..<Int.random(in: 0...plan.actions.count, using: &generator) {
            let ready = plan.actions.indices.filter {
                !done.contains($0) && plan.actions[$0].waitsFor.allSatisfy(done.contains)
            }
            guard let next = ready.randomElement(using: &generator) else { break }
            try await perform(plan.actions[next], on: scenario.panel, &ids)
            done.insert(next)
        }
        let resumption = try resumed(plan, scenario)
        for position in plan.actions.indices {
            switch resumption.earlier.outcomes[position] {
            case nil: #expect(!done.contains(position), "\(outcomes(resumption))")
            case .alreadyApplied?: #expect(done.contains(position), "\(outcomes(resumption))")
            default: Issue.record("\(outcomes(resumption))")
            }
        }
        var ids2 = resumption.earlier.createdIDs
        while let next = resumption.plan.actions.indices.first(where: {
            !done.contains($0) && resumption.plan.actions[$0].waitsFor.allSatisfy(done.contains)
        }) {
            try await perform(resumption.plan.actions[next], on: scenario.panel, &ids2)
            done.insert(next)
        }
        #expect(scenario.sketch(after[0], after[1], after[2], after[3], after[4], after[5]) == "unchanged 6")
    }

    private func perform(_ action: Action, on panel: FakePanel, _ ids: inout [String: String]) async throws {
        var write = action.write
        let dependencies = action.write?.fields.dependsOn
        write?.fields.dependsOn = dependencies?.map { dependency in
            if case .key(let key) = dependency { .id(ids[key] ?? "") } else { dependency }
        }
        switch (action.operation, write, action.objectID) {
        case (.create, let write?, _): ids[action.key] = try await panel.create(write, idempotencyKey: action.key).id
        case (.delete, _, let id?): try await panel.delete(id: id, ifMatch: nil)
        case (_, let write?, let id?): _ = try await panel.update(id: id, write, ifMatch: nil)
        default: break
        }
    }

    @Test("leaves what somebody has changed since, and says what it was")
    func remoteEdits() async throws {
        let (scenario, plan) = await scenario()
        scenario.panel.edit("a") { $0.schedule = "7 7 * * *" }
        scenario.panel.edit("gone") { $0.enabled = false }
        scenario.panel.remove("b")
        let resumption = try resumed(plan, scenario)
        let text = outcomes(resumption)
        #expect(text.contains("update a: it has changed since it was planned: schedule (0 2 * * * → 7 7 * * *)"))
        #expect(text.contains("delete gone: it has changed since it was planned: enabled (true → false)"))
        #expect(text.contains("update b: it is no longer on the panel"))
        #expect(text.contains("create new: to do"))
    }

    @Test("a secret that was changed by hand is noticed only as a change of its place, and never shown")
    func secretMoved() async throws {
        let scenario = await Scenario.applied(.task("a", task: .command(.secret("CMD", "s3cret"))))
        let plan = scenario.plan([.task("a", schedule: "1 1 * * *", task: .command(.secret("CMD", "s3cret")))])
        scenario.panel.edit("a") { $0.task = .backup() }
        let text = outcomes(try resumed(plan, scenario))
        #expect(text == "update a: it has changed since it was planned: task")
    }

    @Test("what was created in the meantime with other values is left alone")
    func createdOtherwise() async throws {
        let (scenario, plan) = await scenario()
        await scenario.apply(before + [.task("newer", schedule: "9 9 * * *")])
        #expect(
            try outcomes(resumed(plan, scenario)).contains(
                "create newer: it already exists (id 10), with other values than planned"))
    }
}

extension Value {
    /// One place of it replaced or removed.
    fileprivate func damaged(using generator: inout SeededGenerator) -> Value {
        let replacements: [Value] = [.null, true, 7, -1, "", "blocked", [], [:], .integer(.max), "$secret"]
        guard Int.random(in: 0..<6, using: &generator) > 0 else {
            return replacements.randomElement(using: &generator) ?? .null
        }
        switch self {
        case .map(let map) where !map.isEmpty:
            var entries = Array(map)
            let position = Int.random(in: entries.indices, using: &generator)
            if Int.random(in: 0..<8, using: &generator) == 0 {
                entries.remove(at: position)
            } else {
                entries[position].value = entries[position].value.damaged(using: &generator)
            }
            return .map(ValueMap(uniqueEntries: entries))
        case .list(var elements) where !elements.isEmpty:
            let position = Int.random(in: elements.indices, using: &generator)
            elements[position] = elements[position].damaged(using: &generator)
            return .list(elements)
        default: return replacements.randomElement(using: &generator) ?? .null
        }
    }
}
