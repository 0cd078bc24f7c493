import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Reporting
import Testing

@Suite("The end of an apply as text")
struct ApplyTextTests {
    @Test("lists what did not go well, then counts everything")
    func whole() throws {
        var plan = Plan(target: PanelTarget(name: "p", isEmbedded: true), project: "p")
        plan.actions = ["a", "b", "c", "d", "e", "f", "g"].map {
            Action(.update, kind: .scheduled, key: $0, name: $0)
        }
        plan.actions[4].block = Diagnostic(.protectedObject, "it is protected")
        let report = ApplyReport(
            outcomes: [
                .done(id: "1"), .alreadyApplied(id: "2"),
                .failed(PanelError(.conflict, "name taken", help: "rename it")),
                .skipped(because: 2), .blocked, .notAttempted,
                .stale(PanelError(.preconditionFailed, "it has changed", help: "plan again")),
            ], wasInterrupted: true)
        try GoldenFile.expect(ApplyText(plan, report, style: .plain).render(), named: "apply.txt")
    }

    @Test("folds what one cause has kept from being done")
    func folded() {
        var plan = Plan(target: PanelTarget(name: "p", isEmbedded: true), project: "p")
        plan.actions = (0..<50).map { Action(.create, kind: .scheduled, key: "t\($0)", name: "t\($0)") }
        let refused = ActionOutcome.failed(PanelError(.permissionDenied, "the key may not create"))
        let outcomes =
            [refused] + (1..<40).map { _ in ActionOutcome.skipped(because: 0) } + (40..<50).map { _ in refused }
        let text = ApplyText(plan, ApplyReport(outcomes: outcomes, wasInterrupted: false), style: .plain).render()
        #expect(
            text == """

                OUTCOME  WHAT      WHY
                failed   task t0   the key may not create
                skipped  task t1   because t0 failed
                skipped  task t2   because t0 failed
                skipped  task t3   because t0 failed
                failed   task t40  the key may not create
                failed   task t41  the key may not create
                failed   8 more    the key may not create
                skipped  36 more   because t0 failed

                Apply: 11 failed, 39 skipped.

                """)
    }
}
