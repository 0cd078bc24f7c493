import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Planning
import Testing

@Suite("Planning for selected keys alone")
struct SelectionTests {
    private static func selecting(only: [String] = [], except: [String] = []) -> (inout Planner.Options) -> Void {
        { $0.selection = SelectedKeys(only: only, except: except) }
    }

    @Test("what is not selected is neither compared nor written, and counted")
    func creates() {
        let scenario = Scenario()
        let plan = scenario.plan(
            [.task("backup-a"), .task("backup-b"), .task("restart-a")],
            Self.selecting(only: ["backup-*"], except: ["*-b"]))
        #expect(plan.actions.map(\.key) == ["backup-a"])
        #expect(plan.unselectedCount == 2)
        #expect(plan.unchangedCount == 0)
    }

    @Test("deletes need to be selected too")
    func deletes() async {
        let scenario = await Scenario.applied(.task("a"), .task("b"), .task("c"))
        let plan = scenario.plan([.task("a")]) {
            $0.prunes = true
            $0.selection = SelectedKeys(only: ["a", "b"])
        }
        #expect(plan.actions.map { "\($0.operation) \($0.key)" } == ["delete b"])
        #expect(plan.unselectedCount == 1)
        let orphans = scenario.plan([.task("a")], Self.selecting(except: ["b"])).orphans
        #expect(orphans.map(\.key) == ["c"])
    }

    @Test("an action that needs an unselected object which is not there is blocked by its name")
    func dependencies() async {
        let scenario = await Scenario.applied(.task("there"))
        let objects: [DesiredObject] = [.task("there"), .task("new"), .task("a", dependsOn: ["there", "new"])]
        let blocked = scenario.plan(objects, Self.selecting(only: ["a"]))
        #expect(blocked.actions.map(\.operation) == [.blocked])
        #expect(blocked.actions.first?.block?.code == .notSelected)
        #expect(blocked.actions.first?.block?.message.contains("depends on 'new'") == true)
        let fine = scenario.plan(objects, Self.selecting(only: ["a", "new"]))
        #expect(fine.actions.map { "\($0.operation) \($0.key)" } == ["create a", "create new"])
        let kept = scenario.plan([.task("there"), .task("b", dependsOn: ["there"])], Self.selecting(only: ["b"]))
        #expect(kept.actions.map(\.operation) == [.create])
    }

    @Test("an update that would depend on an unselected object which is not there is blocked too")
    func updates() async {
        let scenario = await Scenario.applied(.task("a"))
        let plan = scenario.plan([.task("a", dependsOn: ["new"]), .task("new")], Self.selecting(except: ["new"]))
        #expect(plan.actions.first?.block?.code == .notSelected)
    }

    @Test("a pattern that matches neither a key of the files nor one on the panel is an error")
    func nothing() async {
        let scenario = await Scenario.applied(.task("gone"))
        let plan = scenario.plan([.task("a")], Self.selecting(only: ["a", "gone", "b-*"], except: ["aa"]))
        #expect(
            plan.diagnostics.filter { $0.code == .selectsNothing }.map(\.message).map { $0.prefix(5) } == [
                "'b-*'", "'aa' ",
            ])
    }

    @Test("a saved plan keeps the count")
    func saved() throws {
        let plan = Scenario().plan([.task("a"), .task("b")], Self.selecting(only: ["a"]))
        let bytes = SavedPlan(plan, sources: SourceMap()).encoded()
        let saved = try SavedPlan(decoding: bytes) { reference, folder in
            Secret(reference: reference, folder: folder, value: "")
        }
        #expect(saved.plan.unselectedCount == 1)
    }
}
