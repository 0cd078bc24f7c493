import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Planning
import Testing

@Suite("Without ownership, names are all there is")
struct UnownedModeTests {
    private func none(_ options: inout Planner.Options) { options.writesOwnership = false }

    @Test("objects are matched by name, and no line is written")
    func byName() async {
        let scenario = Scenario()
        await scenario.apply([.task("a", description: "text")], none)
        #expect(scenario.panel.object(named: "a")?.ownership == OwnershipReading.none)
        #expect(scenario.sketch(.task("a", description: "text"), change: none) == "unchanged 1")
        #expect(
            scenario.sketch(.task("a", description: "new"), change: none)
                == #"update a #5 description: "text" → "new""#)
    }

    @Test("an object that has a line is blocked")
    func withLine() async {
        let scenario = await Scenario.applied(.task("a"))
        #expect(scenario.plan([.task("a")], none).actions[0].block?.code == .ownershipIgnored)
    }

    @Test("formerly and protect are errors")
    func meaningless() {
        let desired = DesiredState(
            project: "demo", objects: [.task("a", formerly: ["b"]), .task("c", protect: true), .task("d")])
        #expect(
            desired.ownershipProblems.map { "\($0.severity) \($0.code.rawValue): \($0.message)" } == [
                "error PHX0711: 'formerly' has no effect with --ownership none",
                "error PHX0711: 'protect' has no effect with --ownership none",
            ])
    }

    @Test("nothing is pruned")
    func nothingPruned() async {
        let scenario = await Scenario.applied(.task("gone"))
        let text = scenario.sketch(.task("a")) {
            $0.writesOwnership = false
            $0.prunes = true
        }
        #expect(text == "create a\nforeign 1")
    }

    @Test("what is not in the files is foreign")
    func foreign() async {
        let scenario = Scenario()
        await scenario.apply([.task("a"), .task("b")], none)
        #expect(scenario.sketch(.task("a"), change: none) == "unchanged 1\nforeign 1")
    }
}
