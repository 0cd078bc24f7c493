import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Planning
import Testing

@Suite("What the panel would refuse is blocked, and says why")
struct RefusalTests {
    @Test("a delete with a foreign dependent")
    func deleteWithForeignDependent() async {
        let scenario = await Scenario.applied(.task("a"))
        var foreign = DesiredObject.task("theirs").fields
        foreign.dependsOn = [.id("5")]
        scenario.panel.add(foreign)
        #expect(
            scenario.sketch { $0.prunes = true } == """
                blocked a #5 PHX0706: the task 'a' cannot be deleted: 'theirs' (id 6) depends on it
                foreign 1
                """)
    }

    @Test("a delete with a dependent that is protected")
    func deleteWithProtectedDependent() async {
        let scenario = await Scenario.applied(.task("a"), .task("b", dependsOn: ["a"], protect: true))
        #expect(
            scenario.sketch { $0.prunes = true } == """
                blocked a #5 PHX0706: the task 'a' cannot be deleted: 'b' depends on it
                blocked b #6 PHX0705: 'b' (id 6) is protected against deletion
                """)
    }

    @Test("disabling what an enabled foreign task depends on; a disabled one does not matter")
    func disable() async {
        let scenario = await Scenario.applied(.task("a"))
        var foreign = DesiredObject.task("theirs").fields
        foreign.dependsOn = [.id("5")]
        scenario.panel.add(foreign)
        #expect(
            scenario.sketch(.task("a", enabled: false)) == """
                blocked a #5 [disabled] PHX0706: the task 'a' cannot be disabled: 'theirs' (id 6) depends on it
                foreign 1
                """)
        scenario.panel.edit("theirs") { $0.enabled = false }
        #expect(
            scenario.sketch(.task("a", enabled: false))
                == "update a #5 [disabled] enabled: true → false\nforeign 1")
    }

    @Test("an enabled task on a service that is disabled on the panel")
    func disabledDependency() {
        let scenario = Scenario()
        scenario.panel.edit("SFTP Server") { $0.enabled = false }
        #expect(
            scenario.sketch(.service("sftp", name: "SFTP Server"), .task("a", dependsOn: ["sftp"]))
                == "blocked a PHX0506: the task 'a' is enabled, but 'SFTP Server' (id 4), which it depends on, is not")
        #expect(
            scenario.sketch(.service("sftp", name: "SFTP Server"), .task("a", enabled: false, dependsOn: ["sftp"]))
                == "create a")
    }

    @Test("a block reaches all that depends on it, with the reason, and nothing else")
    func cascade() {
        let scenario = Scenario()
        scenario.panel.add(DesiredObject.task("a").fields)
        let plan = scenario.plan([
            .task("a"), .task("b", dependsOn: ["a"]), .task("c", dependsOn: ["b"]), .task("d"),
        ])
        #expect(plan.actions.map(\.operation) == [.blocked, .blocked, .blocked, .create])
        #expect(plan.actions[2].block?.code == .blockedByDependency)
        #expect(plan.actions[2].block?.notes.first?.message == "it depends on 'a', which is blocked")
        #expect(plan.requestCount == 1)
    }

    @Test("a cycle with dependencies that are ignored")
    func cycleWithIgnored() async {
        let ignoring = DesiredObject.task("a", ignoring: [.field(.dependsOn)])
        let scenario = await Scenario.applied(ignoring, .task("b"))
        scenario.panel.edit("a") { $0.dependsOn = [.id("6")] }
        #expect(
            scenario.sketch(ignoring, .task("b", dependsOn: ["a"])) == """
                blocked b #6 PHX0718: with the dependencies on the panel it would form a cycle: \
                'b' → 'a' (id 5) → 'b'
                unchanged 1
                """)
    }

    @Test("a dependency on no entry")
    func unknownDependency() {
        #expect(
            Scenario().sketch(.task("a", dependsOn: ["nowhere"]))
                == "blocked a PHX0504: there is no service or task with the key 'nowhere'")
    }

    @Test("a long list of dependents is cut short")
    func manyDependents() async {
        let scenario = await Scenario.applied(.task("a"))
        for number in 1...8 {
            var fields = DesiredObject.task("f\(number)").fields
            fields.dependsOn = [.id("5")]
            scenario.panel.add(fields)
        }
        let message = scenario.plan([]) { $0.prunes = true }.actions[0].block?.message
        #expect(message?.hasSuffix("'f5' (id 10) and 3 more depend on it") == true)
    }
}

@Suite("A delete and a create that look like a rename")
struct RenameHintTests {
    @Test("are hinted at when little else than the name differs")
    func similar() async {
        let scenario = await Scenario.applied(.task("old", name: "Old", task: .backup(keep: 3)), .task("other"))
        let entries = [
            DesiredObject.task("new", name: "New", schedule: "5 2 * * *", task: .backup(keep: 3)), .task("other"),
        ]
        let plan = scenario.plan(entries) { $0.prunes = true }
        #expect(plan.diagnostics.map(\.code) == [.looksLikeRename])
        #expect(plan.diagnostics.first?.help?.contains("formerly: [old]") == true)
        #expect(scenario.plan(entries).diagnostics.map(\.code) == [.looksLikeRename])
    }

    @Test("are not when they do different things, or differ in more")
    func different() async {
        let scenario = await Scenario.applied(.task("old", task: .backup(keep: 3)))
        #expect(scenario.plan([.task("new", task: .backup(keep: 4))]).diagnostics.isEmpty)
        let entry = DesiredObject.task("new", description: "x", schedule: "5 2 * * *", task: .backup(keep: 3))
        #expect(scenario.plan([entry]).diagnostics.isEmpty)
    }

    @Test("pair each orphan once")
    func pairs() async {
        let scenario = await Scenario.applied(.task("a"), .task("b"))
        let hints = scenario.plan([.task("x"), .task("y"), .task("z")]).diagnostics
        #expect(hints.compactMap(\.help).count == 2)
        #expect(hints.first?.help?.contains("formerly: [a]") == true)
    }
}
