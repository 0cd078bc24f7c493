import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Planning
import ServicesAPI
import Testing

@Suite("Ownership decides what a plan may touch")
struct OwnershipTests {
    @Test("what is owned under its key is compared, and left alone when it agrees")
    func ownedAndEqual() async {
        let scenario = await Scenario.applied(.task("a"))
        #expect(scenario.sketch(.task("a")) == "unchanged 1")
    }

    @Test("what is owned under its key and differs is updated")
    func ownedAndDifferent() async {
        let scenario = await Scenario.applied(.task("a"))
        #expect(
            scenario.sketch(.task("a", schedule: "0 3 * * *"))
                == #"update a #5 schedule: "0 2 * * *" → "0 3 * * *""#)
    }

    @Test("a former key makes an update of the same object, once")
    func formerKey() async {
        let scenario = await Scenario.applied(.task("old", name: "Same"))
        let entry = DesiredObject.task("new", name: "Same", formerly: ["older", "old"])
        #expect(scenario.sketch(entry) == "update new #5 was old [key renamed]")
        await scenario.apply([entry])
        #expect(scenario.sketch(entry) == "unchanged 1")
    }

    @Test("a new key with the name of an orphan is blocked, and the orphan is spared even by --prune")
    func formerKeyForgotten() async {
        let scenario = await Scenario.applied(.task("old", name: "Same"))
        let text = scenario.sketch(.task("new", name: "Same")) { $0.prunes = true }
        #expect(
            text
                == "blocked new #5 PHX0703: 'Same' (id 5) is owned under the key 'old', which is no longer in the files"
        )
        #expect(scenario.plan([.task("new", name: "Same")]).actions[0].block?.help?.contains("formerly: [old]") == true)
    }

    @Test("an orphan is shown, and deleted with --prune alone")
    func orphan() async {
        let scenario = await Scenario.applied(.task("a"), .task("b"))
        #expect(scenario.sketch(.task("a")) == "orphan b #6\nunchanged 1")
        #expect(scenario.sketch(.task("a")) { $0.prunes = true } == "delete b #6\nunchanged 1")
    }

    @Test("an empty set prunes everything that is owned, and nothing else")
    func emptySet() async {
        let scenario = await Scenario.applied(.task("a"), .task("b"))
        scenario.panel.add(DesiredObject.task("theirs").fields)
        #expect(scenario.sketch { $0.prunes = true } == "delete a #5\ndelete b #6\nforeign 1")
        #expect(scenario.sketch() == "orphan a #5\norphan b #6\nforeign 1")
    }

    @Test("protection outlives the entry, and is taken in a step of its own")
    func protection() async {
        let scenario = await Scenario.applied(.task("a", protect: true))
        #expect(scenario.sketch() == "orphan a #5 protected")
        #expect(
            scenario.sketch { $0.prunes = true }
                == "blocked a #5 PHX0705: 'a' (id 5) is protected against deletion")
        #expect(scenario.sketch(.task("a")) == "update a #5 [unprotected]")
        await scenario.apply([.task("a")])
        #expect(scenario.sketch { $0.prunes = true } == "delete a #5")
    }

    @Test("protecting is an update without a difference in fields")
    func protecting() async {
        let scenario = await Scenario.applied(.task("a"))
        #expect(scenario.sketch(.task("a", protect: true)) == "update a #5 [protected]")
    }

    @Test("an object of another project is blocked by name, whatever is allowed")
    func otherProject() async {
        var scenario = await Scenario.applied(.task("a"))
        scenario.project = "other"
        let text = scenario.sketch(.task("b", name: "a")) { $0.adopts = true }
        #expect(text == "blocked b #5 PHX0701: 'a' (id 5) is owned by the project 'demo'")
        #expect(scenario.sketch { $0.prunes = true } == "foreign 1")
    }

    @Test("an unowned object of the same name needs --adopt, and is then adopted with its differences")
    func adoption() async {
        let scenario = Scenario()
        scenario.panel.add(DesiredObject.task("x", name: "Nightly", schedule: "0 1 * * *").fields)
        #expect(
            scenario.sketch(.task("a", name: "Nightly"))
                == "blocked a #5 PHX0702: 'Nightly' (id 5) is already on the panel, without an ownership line")
        #expect(
            scenario.sketch(.task("a", name: "Nightly")) { $0.adopts = true }
                == #"adopt a #5 schedule: "0 1 * * *" → "0 2 * * *""#)
        await scenario.apply([.task("a", name: "Nightly")]) { $0.adopts = true }
        #expect(scenario.sketch(.task("a", name: "Nightly")) == "unchanged 1")
    }

    @Test("adopting what agrees already only takes it over")
    func adoptionWithoutChange() {
        let scenario = Scenario()
        scenario.panel.add(DesiredObject.task("a").fields)
        #expect(scenario.sketch(.task("a")) { $0.adopts = true } == "adopt a #5")
    }

    @Test("what nobody here speaks of is counted and left")
    func foreign() {
        let scenario = Scenario()
        scenario.panel.add(DesiredObject.task("theirs").fields)
        #expect(scenario.sketch { $0.prunes = true } == "foreign 1")
    }

    @Test("two objects with one line are blocked, naming both")
    func twoLines() async {
        let scenario = await Scenario.applied(.task("a"))
        let copy = scenario.panel.object(named: "a").map { object in
            var fields = object.fields
            fields.name = "copy"
            if case .owned(let ownership) = object.ownership {
                fields.description = OwnershipLine.description("", with: ownership)
            }
            return fields
        }
        scenario.panel.add(copy ?? ServiceFields(name: ""))
        let message = "PHX0704: the objects with the ids 5 and 6 all have the ownership line of 'a'"
        #expect(scenario.sketch(.task("a")) == "blocked a \(message)")
        #expect(scenario.sketch { $0.prunes = true } == "blocked a #5 \(message)")
        #expect(scenario.sketch() == "orphan a #5\norphan a #6\nwarning \(message)")
        #expect(scenario.plan([]).orphans.allSatisfy { $0.isOneOfSeveral })
        // Under another key, too, nothing is guessed.
        #expect(scenario.sketch(.task("b", name: "copy")) == "blocked b #6 \(message)\norphan a #5\nwarning \(message)")
    }

    @Test("an object with a damaged line is left alone, and warned of")
    func damaged() async {
        let scenario = await Scenario.applied(.task("a"))
        var fields = DesiredObject.task("x").fields
        fields.description = "managed-by: phoenix demo/x digest=garbage"
        scenario.panel.add(fields)
        let plan = scenario.plan([.task("a")]) { $0.prunes = true }
        #expect(plan.actions.isEmpty)
        #expect(plan.foreignCount == 0)
        #expect(plan.diagnostics.map(\.code) == [.ownershipUnreadable])
        #expect(plan.diagnostics.first?.severity == .warning)
        #expect(plan.diagnostics.first?.message.hasPrefix("'x' (id 6) is left alone") == true)
    }

    @Test(
        "a damaged line that names this entry or nobody blocks it, and is replaced with --adopt, saying what goes",
        arguments: [
            (" hello", "'hello' does not belong there"), ("x", "its digest is damaged"),
            ("\nmanaged-by: phoenix demo/a digest=2.", "the line is there 2 times"),
            ("\nmanaged-by: phoenix", "the line is there 2 times"),
        ])
    func replacedLine(edit: String, reason: String) async {
        let task = DesiredObject.task("a", description: "ours")
        let scenario = await Scenario.applied(task)
        scenario.panel.editDescription("a") { $0 += edit }
        let blocked = scenario.sketch(task)
        #expect(blocked == "blocked a #5 PHX0707: the ownership line of 'a' (id 5) is not reliable: \(reason)")
        let plan = scenario.plan([task]) { $0.adopts = true }
        #expect(plan.actions.map(\.operation) == [.adopt])
        #expect(plan.diagnostics.map(\.code) == [.ownershipUnreadable])
        #expect(plan.diagnostics.first?.message.hasSuffix("its ownership line replaced: \(reason)") == true)
        #expect(
            plan.diagnostics.first?.notes.first?.message.hasPrefix("this is removed: managed-by: phoenix demo/a")
                == true)
        await scenario.apply([task]) { $0.adopts = true }
        #expect(scenario.sketch(task) == "unchanged 1")
    }

    @Test(
        "a damaged line that names somebody else, or hides where secrets are, is not replaced",
        arguments: ["\nmanaged-by: phoenix other/a digest=2.", "\nmanaged-by: phoenix demo/b", " secrets=%"])
    func foreignDamagedLine(edit: String) async {
        let scenario = await Scenario.applied(.task("a"))
        scenario.panel.editDescription("a") { $0 += edit }
        #expect(scenario.sketch(.task("a")) { $0.adopts = true }.hasPrefix("blocked a #5 PHX0707"))
    }

    @Test("what was secret by a damaged line is not shown when it is replaced")
    func secretsOfDamagedLine() async {
        let scenario = await Scenario.applied(.task("a", task: .command(.secret("CMD", "hunter2"))))
        scenario.panel.editDescription("a") { $0 += " hello" }
        let text = scenario.sketch(.task("a", task: .command("say hi"))) { $0.adopts = true }
        #expect(text.hasPrefix("adopt a #5"))
        #expect(!text.contains("hunter2"))
    }

    @Test("the line of what depends on a blocked entry stays as it is")
    func dependentOfBlocked() async {
        let scenario = await Scenario.applied(.task("a"), .task("b", dependsOn: ["a"]))
        let text = scenario.sketch(.task("a2", name: "a"), .task("b", dependsOn: ["a2"]))
        #expect(text.hasPrefix("blocked a2 #5 PHX0703"))
        #expect(!text.contains("bookkeeping"))
    }

    @Test("two unowned objects of one name are blocked, naming both")
    func twoOfOneName() {
        let scenario = Scenario()
        scenario.panel.add(DesiredObject.task("same").fields)
        scenario.panel.add(DesiredObject.task("same").fields)
        #expect(
            scenario.sketch(.task("same")) { $0.adopts = true }
                == "blocked same #5 PHX0704: the objects with the ids 5 and 6 all have the name 'same'\nforeign 1")
    }

    @Test("the old and the new key both there are blocked")
    func oldAndNewKey() async {
        let scenario = await Scenario.applied(.task("old"), .task("new"))
        #expect(
            scenario.sketch(.task("new", formerly: ["old"])) { $0.prunes = true }
                == "blocked new PHX0704: 'new' matches several objects: "
                + "'new' (id 5) is owned as 'new', 'old' (id 6) is owned as 'old'")
    }

    @Test("a former key that another entry has means nothing")
    func formerKeyInUse() async {
        let scenario = await Scenario.applied(.task("a"))
        #expect(scenario.sketch(.task("a"), .task("b", formerly: ["a"])) == "create b\nunchanged 1")
    }

    @Test("a line that is there twice is blocked")
    func doubledLine() async {
        let scenario = await Scenario.applied(.task("a"))
        scenario.panel.editDescription("a") { $0 += "\n" + $0 }
        #expect(scenario.plan([.task("a")]).actions[0].block?.code == .ownershipUnreadable)
    }

    @Test("a line that was removed by hand makes the object nobody's")
    func lineRemoved() async {
        let scenario = await Scenario.applied(.task("a"))
        scenario.panel.editDescription("a") { $0 = "" }
        #expect(scenario.plan([.task("a")]).actions[0].block?.code == .adoptionNeeded)
        #expect(scenario.sketch { $0.prunes = true } == "foreign 1")
    }

    @Test("a renamed project takes its objects along")
    func formerProject() async {
        var scenario = await Scenario.applied(.task("a"), .task("b"))
        scenario.project = "new"
        scenario.formerProjects = ["demo"]
        #expect(scenario.sketch(.task("a")) == "adopt a #5\norphan b #6")
        await scenario.apply([.task("a"), .task("b")])
        scenario.formerProjects = []
        #expect(scenario.sketch(.task("a"), .task("b")) == "unchanged 2")
    }

    @Test("a name that a system service has is taken")
    func taskNamedLikeService() {
        #expect(
            Scenario().sketch(.task("a", name: "SFTP Server"))
                == "blocked a PHX0715: the name is taken by the service with the id 4")
    }
}
