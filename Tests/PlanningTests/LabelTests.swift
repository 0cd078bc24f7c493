import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Planning
import Testing

@Suite("Who changed what since the last apply")
struct LabelTests {
    /// Every changed place with its label, one object a line.
    private func labels(
        _ scenario: Scenario, _ entries: DesiredObject..., change: (inout Planner.Options) -> Void = { _ in }
    ) -> String {
        scenario.plan(entries, change).actions.filter { $0.operation != .bookkeeping }.map { action in
            let changes = action.changes.map { "\($0.place) \($0.label?.rawValue ?? "-")" }
            return "\(action.operation.rawValue) \(action.key): \(changes.joined(separator: ", "))"
        }.joined(separator: "\n")
    }

    @Test("a change in the file alone is pending, one on the panel alone is drift, one on both sides a conflict")
    func threeWays() async {
        let scenario = await Scenario.applied(.task("a", schedule: "0 1 * * *"))
        #expect(labels(scenario, .task("a", schedule: "0 2 * * *")) == "update a: schedule pending")
        scenario.panel.edit("a") { $0.schedule = "0 3 * * *" }
        #expect(labels(scenario, .task("a", schedule: "0 1 * * *")) == "update a: schedule drift")
        #expect(labels(scenario, .task("a", schedule: "0 2 * * *")) == "blocked a: schedule conflict")
        #expect(
            labels(scenario, .task("a", schedule: "0 2 * * *")) { $0.forcesConflicts = true }
                == "update a: schedule conflict")
    }

    @Test("each field has a label of its own")
    func fieldByField() async {
        let scenario = await Scenario.applied(
            .task("a", timezone: "Europe/Berlin", dependsOn: ["b"]), .task("b"), .task("c"))
        scenario.panel.edit("a") { fields in
            fields.enabled = false
            fields.timezone = "Asia/Tokyo"
        }
        let entry = DesiredObject.task(
            "a", description: "new", timezone: "UTC", task: .backup(keep: 9), overlap: "queue", dependsOn: ["c"])
        #expect(
            labels(scenario, entry, .task("b"), .task("c")) { $0.forcesConflicts = true }
                == "update a: description pending, timezone conflict, enabled drift, task.data.keep pending, "
                + "overlap pending, depends_on pending")
    }

    @Test("drift that was put right by hand, or that the file has caught up with, is no change")
    func caughtUp() async {
        let scenario = await Scenario.applied(.task("a", schedule: "0 1 * * *"))
        scenario.panel.edit("a") { $0.schedule = "0 3 * * *" }
        #expect(labels(scenario, .task("a", schedule: "0 3 * * *")).isEmpty)
        scenario.panel.edit("a") { $0.schedule = "0 1 * * *" }
        #expect(scenario.sketch(.task("a", schedule: "0 1 * * *")) == "unchanged 1")
    }

    @Test("another writing of the applied value is no change of the panel")
    func equivalentEdit() async {
        let scenario = await Scenario.applied(.task("a", schedule: "*/30 1 * * 0"))
        scenario.panel.edit("a") { $0.schedule = "0,30 1 * * SUN" }
        #expect(labels(scenario, .task("a", schedule: "5 1 * * 0")) == "update a: schedule pending")
    }

    @Test(
        "task and timeout are told apart, also where an earlier version gave them one slot", arguments: [false, true])
    func taskAndTimeout(isEarlier: Bool) async {
        let scenario = await Scenario.applied(.task("a", timeout: 60))
        if isEarlier {
            scenario.panel.editDescription("a") {
                $0 = "managed-by: phoenix demo/a digest=1.rI2DEq4y0_EEaBBUtb6k9L_AP8_nP8_nT1PNT1PN"
            }
        }
        #expect(
            labels(scenario, .task("a", task: .backup(keep: 9), timeout: 90))
                == "update a: task.data.keep pending, timeout pending")
        scenario.panel.edit("a") { $0.timeout = 70 }
        #expect(labels(scenario, .task("a", timeout: 60)) == "update a: timeout drift")
        #expect(
            labels(scenario, .task("a", task: .backup(keep: 9), timeout: 60))
                == "update a: task.data.keep pending, timeout drift")
        scenario.panel.edit("a") { fields in
            fields.timeout = 60
            fields.task = .backup(keep: 8)
        }
        #expect(
            labels(scenario, .task("a", timeout: 90)) == "update a: task.data.keep drift, timeout pending")
        // With one slot it cannot be told that the panel still has the timeout that was applied.
        #expect(
            labels(scenario, .task("a", task: .backup(keep: 9), timeout: 90))
                == "blocked a: task.data.keep conflict, timeout \(isEarlier ? "conflict" : "pending")")
    }

    @Test("an edit beside a secret is told from a changed secret, which nothing tells")
    func secrets() async {
        let old = Value.command(.secret("CMD", "say one"))
        let scenario = await Scenario.applied(.task("a", task: old))
        #expect(
            labels(scenario, .task("a", task: .command(.secret("CMD", "say two"))))
                == "update a: task.data.command differs")
        #expect(
            labels(scenario, .task("a", task: .command(.secret("OTHER", "say two"))))
                == "update a: task.data.command pending")
        scenario.panel.edit("a") { $0.task = .command("say by hand") }
        #expect(labels(scenario, .task("a", task: old)) == "update a: task.data.command differs")
        scenario.panel.edit("a") {
            $0.task = ["type": "server_command", "data": ["servers": ["lobby"], "command": "say one"]]
        }
        #expect(labels(scenario, .task("a", task: old)) == "update a: task.data.servers drift")
        let moved: Value = [
            "type": "server_command", "data": ["servers": ["hub"], "command": .secret("CMD", "say one")],
        ]
        #expect(labels(scenario, .task("a", task: moved)) == "blocked a: task.data.servers conflict")
    }

    @Test("write-only values do not hide who changed what stands beside them")
    func writeOnly() async {
        func notify(_ on: Value, url: String = "https://x") -> Value {
            [["type": "webhook", "url": .secret("OPS", url), "on": on]]
        }
        let scenario = await Scenario.applied(.task("a", notify: notify(["failed"])))
        #expect(labels(scenario, .task("a", notify: notify(["missed"]))) == "update a: notify[0].on pending")
        scenario.panel.edit("a") { $0.notify = [["type": "webhook", "url": ["set": true], "on": ["recovered"]]] }
        #expect(labels(scenario, .task("a", notify: notify(["failed"]))) == "update a: notify[0].on drift")
        // Nobody can tell whether the panel was changed, or has another URL than the files.
        #expect(labels(scenario, .task("a", notify: notify(["missed"]))) == "update a: notify[0].on differs")
    }

    @Test("a dependency is known by the key it had when it was applied")
    func renamedDependency() async {
        let scenario = await Scenario.applied(.task("a", dependsOn: ["b"]), .task("b"), .task("c"))
        #expect(
            labels(
                scenario, .task("a", dependsOn: ["bb", "c"]), .task("bb", name: "b", formerly: ["b"]), .task("c"))
                == "update a: depends_on pending\nupdate bb: ")
    }

    @Test("a dependency that was renamed in a run that did not come to its dependents is no change of the panel")
    func renamedBefore() async {
        let renamed = DesiredObject.task("bb", name: "b", formerly: ["b"])
        let scenario = await Scenario.applied(.task("a", dependsOn: ["b"]), .task("b"), .task("c"))
        // The line of b is renewed, that of a still speaks of b.
        let renaming = scenario.plan([renamed, .task("c")]).actions.filter { $0.key == "bb" }
        await #expect(
            PlanWalk(Plan(target: scenario.panel.target, project: "demo", actions: renaming), on: scenario.panel)
                .isComplete)
        #expect(
            labels(scenario, .task("a", dependsOn: ["bb", "c"]), renamed, .task("c")) == "update a: depends_on pending")
        scenario.panel.edit("a") { $0.dependsOn = [.id("1")] }
        #expect(
            labels(scenario, .task("a", dependsOn: ["bb"]), renamed, .task("c")) == "update a: depends_on drift")
    }

    @Test("a dependency on a service that the files no longer name was still changed by the files")
    func forgottenDependency() async {
        let wings = DesiredObject.service("wings", name: "Wings Daemon")
        let scenario = await Scenario.applied(.task("a", dependsOn: ["wings"]), wings)
        #expect(labels(scenario, .task("a")) == "update a: depends_on pending")
        #expect(labels(scenario, .task("a"), wings) == "update a: depends_on pending")
    }

    @Test("without a digest, nothing tells")
    func noDigest() async {
        let scenario = await Scenario.applied(.task("a"))
        scenario.panel.editDescription("a") { $0 = "managed-by: phoenix demo/a digest=3.what-ever" }
        #expect(labels(scenario, .task("a", schedule: "0 9 * * *")) == "update a: schedule differs")
        let foreign = Scenario()
        foreign.panel.add(DesiredObject.task("a", schedule: "0 1 * * *").fields)
        #expect(labels(foreign, .task("a")) { $0.adopts = true } == "adopt a: schedule differs")
    }

    @Test("a field that is ignored no more was never applied")
    func ignoredBefore() async {
        let scenario = await Scenario.applied(.task("a", ignoring: [.field(.schedule)]))
        scenario.panel.edit("a") { $0.schedule = "0 3 * * *" }
        #expect(labels(scenario, .task("a")) == "update a: schedule differs")
    }

    @Test("what a panel does not tell is pending when the file has changed")
    func unreported() async {
        let capabilities = PanelCapabilities(taskReports: .never, additionalFields: [], hasETags: false)
        let scenario = await Scenario.applied(.task("a"), on: FakePanel(capabilities: capabilities))
        #expect(labels(scenario, .task("a", task: .backup(keep: 9))) == "update a: task pending")
    }

    @Test("a conflict is shown with its place and both ways out, and blocks what depends on it")
    func conflictBlocks() async throws {
        let scenario = await Scenario.applied(.task("a"), .task("b", dependsOn: ["a"]))
        scenario.panel.edit("a") { $0.schedule = "0 3 * * *" }
        let plan = scenario.plan([
            .task("a", schedule: "0 4 * * *"), .task("b", schedule: "0 4 * * *", dependsOn: ["a"]),
        ])
        #expect(plan.actions.map(\.operation) == [.blocked, .blocked])
        let block = try #require(plan.actions[0].block)
        #expect(block.code == .conflictingChange)
        #expect(block.message == "the files and the panel both changed schedule of 'a' (id 5) since the last apply")
        #expect(plan.actions[1].block?.code == .blockedByDependency)
        #expect(plan.findings == PlanFindings(hasPending: false, hasDrift: false, hasConflict: true))
    }
}

@Suite("What a plan found")
struct PlanFindingsTests {
    @Test("drift alone is not pending, and a create beside it is")
    func driftAndPending() async {
        let scenario = await Scenario.applied(.task("a"))
        #expect(scenario.plan([.task("a")]).findings == PlanFindings())
        scenario.panel.edit("a") { $0.enabled = false }
        #expect(scenario.plan([.task("a")]).findings == PlanFindings(hasDrift: true))
        #expect(scenario.plan([.task("a"), .task("b")]).findings == PlanFindings(hasPending: true, hasDrift: true))
    }

    @Test("a new key, protection and a prune are pending; an orphan left alone is nothing")
    func pendingWithoutChanges() async {
        let scenario = await Scenario.applied(.task("a"), .task("b"))
        #expect(scenario.plan([.task("a", protect: true), .task("b")]).findings.hasPending)
        #expect(scenario.plan([.task("c", name: "a", formerly: ["a"]), .task("b")]).findings.hasPending)
        #expect(scenario.plan([.task("a")]).findings == PlanFindings())
        #expect(scenario.plan([.task("a")]) { $0.prunes = true }.findings.hasPending)
    }

    @Test("what is blocked is said apart from a conflict")
    func blocked() async {
        let scenario = Scenario()
        scenario.panel.add(DesiredObject.task("a").fields)
        #expect(scenario.plan([.task("a")]).findings == PlanFindings(isBlocked: true))
    }
}

@Suite("How much may be deleted")
struct DeletionBudgetTests {
    @Test(
        "the default is a tenth of the project's tasks, at least one, at most five",
        arguments: [(0, 1), (1, 1), (9, 1), (10, 1), (19, 1), (20, 2), (59, 5), (60, 5), (10_000, 5)])
    func standard(_ tasks: Int, _ allowed: Int) {
        #expect(DeletionBudget.standard(ownedTasks: tasks) == allowed)
    }

    @Test("one delete too many exceeds it, the number given allows exactly that many")
    func exceeded() async {
        let scenario = Scenario()
        scenario.panel.add(DesiredObject.task("foreign").fields)
        await scenario.apply((1...20).map { .task("t\($0)") })
        func budget(keeping count: Int, allowing allowed: Int? = nil) -> DeletionBudget {
            scenario.plan((1...20).prefix(count).map { .task("t\($0)") }) { options in
                options.prunes = true
                options.allowedDeletes = allowed
            }.budget
        }
        #expect(budget(keeping: 18) == DeletionBudget(allowed: 2, isGiven: false, planned: 2))
        #expect(!budget(keeping: 18).isExceeded)
        #expect(budget(keeping: 17).isExceeded)
        #expect(!budget(keeping: 7, allowing: 13).isExceeded)
        #expect(budget(keeping: 6, allowing: 13).isExceeded)
        #expect(budget(keeping: 19, allowing: 0).isExceeded)
        #expect(scenario.plan([.task("t1")]).budget.planned == 0)
    }
}
