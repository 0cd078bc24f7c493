import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Planning
import Testing

@Suite("The order of writes")
struct OrderTests {
    @Test("create and update wait for what they depend on in the files")
    func dependenciesFirst() async {
        let scenario = await Scenario.applied(.task("a"))
        #expect(
            scenario.sketch(.task("a", dependsOn: ["c"]), .task("b", dependsOn: ["a", "c"]), .task("c")) == """
                update a #5 depends_on: [] → ["c"] after create c
                create b after update a, create c
                create c
                """)
    }

    @Test("enabling waits for the dependency to be enabled, disabling for the dependents to be disabled")
    func enabling() async {
        let off = [DesiredObject.task("a", enabled: false, dependsOn: ["b"]), .task("b", enabled: false)]
        let on = [DesiredObject.task("a", dependsOn: ["b"]), .task("b")]
        let scenario = await Scenario.applied(off[0], off[1])
        #expect(
            PlanSketch.text(scenario.plan(on)) == """
                update a #6 [enabled] enabled: false → true after update b
                update b #5 [enabled] enabled: false → true
                """)
        await scenario.apply(on)
        #expect(
            PlanSketch.text(scenario.plan(off)) == """
                update a #6 [disabled] enabled: true → false
                update b #5 [disabled] enabled: true → false after update a
                """)
    }

    @Test("a delete waits for those that depend on it now")
    func deletes() async {
        let scenario = await Scenario.applied(.task("a"), .task("b", dependsOn: ["a"]), .task("c", dependsOn: ["a"]))
        #expect(
            scenario.sketch(.task("c")) { $0.prunes = true } == """
                update c #7 depends_on: ["a (id 5)"] → []
                delete a #5 after update c, delete b
                delete b #6
                """)
    }

    @Test("a dependency that turns round needs no preparation")
    func reversal() async {
        let scenario = await Scenario.applied(.task("a", dependsOn: ["b"]), .task("b"))
        let entries = [DesiredObject.task("a"), .task("b", dependsOn: ["a"])]
        #expect(
            PlanSketch.text(scenario.plan(entries)) == """
                update a #6 depends_on: ["b"] → []
                update b #5 depends_on: [] → ["a"] after update a
                """)
        await scenario.apply(entries)
        #expect(scenario.panel.refusals.isEmpty)
    }

    @Test("what must go behind an object that is not written is waited for")
    func reversalThroughUnchanged() async {
        // a → b → c becomes c → a → b; a itself stays as it is.
        let scenario = await Scenario.applied(.task("a", dependsOn: ["b"]), .task("b", dependsOn: ["c"]), .task("c"))
        #expect(
            scenario.sketch(.task("a", dependsOn: ["b"]), .task("b"), .task("c", dependsOn: ["a"])) == """
                update b #6 depends_on: ["c"] → []
                update c #5 depends_on: [] → ["a"] after update b
                unchanged 1
                """)
    }

    @Test("where the orders oppose, dependencies are let go first")
    func detach() async {
        // 'user' leaves 'old' for 'new', which takes the name of 'old'.
        let scenario = await Scenario.applied(
            .task("new"), .task("old", name: "Base"), .task("user", dependsOn: ["old"]))
        let entries = [DesiredObject.task("new", name: "Base"), .task("user", dependsOn: ["new"])]
        #expect(
            PlanSketch.text(scenario.plan(entries) { $0.prunes = true }) == """
                update new #5 [renamed] name: "new" → "Base" after delete old
                prepare user #7 [detached]
                update user #7 [detached] depends_on: ["Base (id 6)"] → ["new"] after update new, prepare user
                delete old #6 after prepare user
                """)
        let walk = await scenario.apply(entries) { $0.prunes = true }
        #expect(walk.isComplete)
        #expect(scenario.plan(entries).actions.isEmpty)
    }

    @Test("a parent that is renamed stays the parent")
    func renamedParent() async {
        let scenario = await Scenario.applied(.task("p", name: "Parent"), .task("c", dependsOn: ["p"]))
        #expect(
            scenario.sketch(.task("c", dependsOn: ["p"]), .task("p", name: "New Parent"))
                == #"update p #5 [renamed] name: "Parent" → "New Parent""# + "\nunchanged 1")
        #expect(
            scenario.sketch(.task("c", dependsOn: ["q"]), .task("q", name: "Parent", formerly: ["p"]))
                == "update q #5 was p [key renamed]\nbookkeeping c #6\nunchanged 1")
    }
}

@Suite("Names")
struct NameOrderTests {
    @Test("a name is taken after it was given up")
    func chain() async {
        let scenario = await Scenario.applied(.task("a", name: "1"), .task("b", name: "2"), .task("c", name: "3"))
        #expect(
            scenario.sketch(.task("a", name: "2"), .task("b", name: "3"), .task("c", name: "4"), .task("d", name: "1"))
                == """
                update a #5 [renamed] name: "1" → "2" after update b
                update b #6 [renamed] name: "2" → "3" after update c
                update c #7 [renamed] name: "3" → "4"
                create d after update a
                """)
    }

    @Test("a name is taken after its holder was deleted")
    func freedByDelete() async {
        let scenario = await Scenario.applied(.task("a"), .task("b", name: "B"))
        #expect(
            scenario.sketch(.task("a", name: "B")) { $0.prunes = true } == """
                update a #5 [renamed] name: "a" → "B" after delete b
                delete b #6
                """)
        #expect(
            scenario.sketch(.task("a", name: "B"))
                == "blocked a #5 [renamed] PHX0715: the name 'B' is taken by the task with the id 6\norphan b #6")
    }

    @Test("a swap of names goes through one temporary name", arguments: [2, 3, 7])
    func swap(_ count: Int) async {
        func entries(shift: Int) -> [DesiredObject] {
            (0..<count).map { .task("t\($0)", name: "name \(($0 + shift) % count)") }
        }
        let scenario = Scenario()
        await scenario.apply(entries(shift: 0))
        let plan = scenario.plan(entries(shift: 1))
        #expect(plan.actions.count { $0.operation == .prepare } == 1)
        #expect(plan.actions.first?.write?.fields.name == "~phoenix-5")
        #expect(plan.actions[1].marks == [.renamed, .temporaryName])
        let walk = await scenario.apply(entries(shift: 1))
        #expect(walk.isComplete)
        #expect(scenario.panel.refusals.isEmpty)
        #expect(scenario.plan(entries(shift: 1)).actions.isEmpty)
    }

    @Test("a swap between two that depend on each other works too")
    func swapWithDependency() async {
        let scenario = await Scenario.applied(.task("a", name: "1", dependsOn: ["b"]), .task("b", name: "2"))
        let entries = [DesiredObject.task("a", name: "2", dependsOn: ["b"]), .task("b", name: "1")]
        let walk = await scenario.apply(entries)
        #expect(walk.isComplete)
        #expect(scenario.plan(entries).actions.isEmpty)
    }

    @Test("taking the name of one's dependency, which depends on nothing, needs no temporary name")
    func nameOfDependency() async {
        let scenario = await Scenario.applied(.task("a", name: "1", dependsOn: ["b"]), .task("b", name: "2"))
        let plan = scenario.plan([.task("a", name: "2", dependsOn: ["b"]), .task("b", name: "3")])
        #expect(plan.actions.map(\.operation) == [.update, .update])
    }

    @Test("a name that only a blocked object would give up is not available")
    func blockedHolder() async {
        let scenario = await Scenario.applied(.task("a"), .task("b", protect: true))
        #expect(
            scenario.sketch(.task("a", name: "b")) { $0.prunes = true } == """
                blocked a #5 [renamed] PHX0715: the name 'b' is taken by the task with the id 6
                blocked b #6 PHX0705: 'b' (id 6) is protected against deletion
                """)
    }

    @Test("a name that differs in its Unicode form alone is the same")
    func unicode() async {
        let scenario = await Scenario.applied(.task("a", name: "Z\u{FC}rich"))
        #expect(scenario.plan([.task("a", name: "Zu\u{308}rich")]).actions.filter { $0.operation == .update }.isEmpty)
    }
}
