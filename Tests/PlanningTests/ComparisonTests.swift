import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Planning
import Testing

@Suite("What differs, and what only looks different")
struct ComparisonTests {
    @Test(
        "values that mean the same are equal",
        arguments: [
            DesiredObject.task("a", description: "text", schedule: "0,30 2 * * 0", task: servers(["a", "b"])),
            DesiredObject.task(
                "a", description: "  text \n", schedule: "*/30 2 * * SUN", task: servers(["b", "a", "b"])),
            DesiredObject.task(
                "a", description: "text", schedule: "*/30 2 * * 0",
                task: ["data": ["keep": 7, "wait": true, "servers": ["b", "a"]], "type": "backup"]),
        ])
    func equivalence(_ entry: DesiredObject) async {
        let applied = DesiredObject.task(
            "a", description: "text", schedule: "*/30 2 * * 0",
            task: Self.servers(["a", "b"]))
        let scenario = await Scenario.applied(applied)
        #expect(scenario.plan([entry]).actions.filter { $0.operation != .bookkeeping }.isEmpty)
        #expect(scenario.sketch(applied) == "unchanged 1")
    }

    private static func servers(_ servers: Value) -> Value {
        ["type": "backup", "data": ["servers": servers, "keep": 7]]
    }

    @Test("differences of a task are named by their path")
    func paths() async {
        let scenario = await Scenario.applied(.task("a"))
        let task: Value = ["type": "backup", "data": ["servers": ["x", "y"], "keep": 9, "locked": true]]
        #expect(
            scenario.sketch(.task("a", task: task))
                == #"update a #5 task.data.servers: ["all"] → ["x","y"]; task.data.keep: 7 → 9; "#
                + "task.data.locked: none → true")
    }

    @Test("every other field is shown as a whole, at its place")
    func wholeFields() async {
        let scenario = await Scenario.applied(.task("a"), .task("b"))
        let entry = DesiredObject.task(
            "a", name: "A", description: "d", schedule: "@daily", timezone: "Europe/Berlin", enabled: false,
            overlap: "queue", misfire: "run_once", timeout: 60, dependsOn: ["b"])
        #expect(
            scenario.sketch(entry, .task("b"))
                == #"update a #5 [renamed, disabled] name: "a" → "A"; description: "" → "d"; "#
                + #"schedule: "0 2 * * *" → "0 0 * * *"; timezone: "UTC" → "Europe/Berlin"; enabled: true → false; "#
                + #"overlap: "skip" → "queue"; misfire: "skip" → "run_once"; timeout: 3600 → 60; "#
                + "depends_on: [] → [\"b\"]\nunchanged 1")
    }

    @Test("dependencies are shown by key, foreign ones by name and id")
    func dependencyLabels() async {
        let scenario = await Scenario.applied(.task("a"), .task("b"))
        scenario.panel.edit("a") { $0.dependsOn = [.id("4"), .id("6")] }
        #expect(
            scenario.sketch(.task("a", dependsOn: ["b"]), .task("b"), change: { $0.forcesConflicts = true })
                == #"update a #5 depends_on: ["SFTP Server (id 4)","b"] → ["b"]"# + "\nunchanged 1")
    }

    @Test("a dependency on something that is not on the panel is a difference")
    func danglingDependency() async {
        let scenario = await Scenario.applied(.task("a", dependsOn: ["b"]), .task("b"))
        #expect(scenario.sketch(.task("a", dependsOn: ["b"]), .task("b")) == "unchanged 2")
        scenario.panel.edit("a") { $0.dependsOn = [.id("5"), .id("99")] }
        #expect(
            scenario.sketch(.task("a", dependsOn: ["b"]), .task("b"), change: { $0.forcesConflicts = true })
                == #"update a #6 depends_on: ["b","id 99"] → ["b"]"# + "\nunchanged 1")
    }

    @Test("an entry that depends on a key that no entry has is blocked", arguments: ["a", "bb", "d"])
    func unknownKey(_ key: String) async {
        let scenario = Scenario()
        #expect(
            scenario.sketch(.task("b"), .task("c", dependsOn: ["b", key])) == """
                create b
                blocked c PHX0504: there is no service or task with the key '\(key)'
                """)
    }

    @Test("a key that reads like an id is not taken for one")
    func numericKey() async {
        let scenario = await Scenario.applied(.task("a"))
        scenario.panel.edit("a") { $0.dependsOn = [.id("4")] }
        #expect(
            scenario.sketch(.task("4"), .task("a", dependsOn: ["4"]), change: { $0.forcesConflicts = true })
                == #"create 4"# + "\n"
                + #"update a #5 depends_on: ["SFTP Server (id 4)"] → ["4"] after create 4"#)
    }

    @Test("before and after are never the same")
    func neverEqual() async {
        let scenario = await Scenario.applied(.task("a", notify: [["type": "discord", "url": "https://x"]]))
        for entry in [
            DesiredObject.task("a", description: "x", task: .command("say hi"), notify: []),
            .task("a", schedule: "5 4 * * *", notify: [["type": "webhook", "url": "https://x", "on": ["failed"]]]),
        ] {
            let changes = scenario.plan([entry]).actions.flatMap(\.changes)
            #expect(!changes.isEmpty)
            #expect(changes.allSatisfy { $0.before != $0.after })
        }
    }

    @Test("a stale digest alone is bookkeeping, and one apply refreshes it")
    func staleDigest() async {
        let scenario = await Scenario.applied(.task("a"))
        // The same change by hand and in the file.
        scenario.panel.edit("a") { $0.timeout = 60 }
        let entry = DesiredObject.task("a", timeout: 60)
        #expect(scenario.sketch(entry) == "bookkeeping a #5\nunchanged 1")
        await scenario.apply([entry])
        #expect(scenario.sketch(entry) == "unchanged 1")
    }

    @Test("digests of an unknown version are refreshed")
    func otherVersion() async {
        let scenario = await Scenario.applied(.task("a"))
        scenario.panel.editDescription("a") { $0 = "managed-by: phoenix demo/a digest=3.what-ever" }
        #expect(scenario.sketch(.task("a")) == "bookkeeping a #5\nunchanged 1")
    }

    @Test("ignored fields stay as the panel has them, in compare and in write")
    func ignored() async {
        let entry = DesiredObject.task(
            "a", description: "mine", ignoring: [.field(.description), .field(.enabled, until: 20_000)])
        let scenario = await Scenario.applied(entry)
        #expect(scenario.panel.object(named: "a")?.fields.description == "mine")
        scenario.panel.editDescription("a") { $0 = "theirs" + $0.dropFirst(4) }
        scenario.panel.edit("a") { $0.enabled = false }
        #expect(scenario.sketch(entry) == "unchanged 1")
        let changed = DesiredObject.task("a", description: "mine", schedule: "0 3 * * *", ignoring: entry.ignored)
        await scenario.apply([changed])
        let object = scenario.panel.object(named: "a")
        #expect(object?.fields.description == "theirs")
        #expect(object?.fields.enabled == false)
        #expect(object?.fields.schedule == "0 3 * * *")
        #expect(
            scenario.sketch(changed) { $0.today = 20_001 } == "update a #5 [enabled] enabled: false → true")
    }

    @Test("a PUT carries every documented field, and of the others only what changes")
    func completeWrite() async {
        let scenario = await Scenario.applied(.task("a", description: "text", timezone: "Europe/Berlin"))
        let plan = scenario.plan([.task("a", description: "text", timezone: "Europe/Berlin", timeout: 60)])
        let fields = plan.actions[0].write?.fields
        let sent = Field.allCases.filter { fields?.has($0) == true }
        #expect(sent == [.name, .description, .schedule, .enabled, .task, .timeout])
    }

    @Test("a create carries what is not said by leaving it out")
    func createWrite() {
        let plan = Scenario().plan([.task("a", timezone: "Europe/Berlin")])
        let sent = Field.allCases.filter { plan.actions[0].write?.fields.has($0) == true }
        #expect(sent == [.name, .description, .schedule, .timezone, .enabled, .task])
        #expect(plan.actions[0].changes.map(\.field) == Field.all(of: .scheduled))
    }
}
