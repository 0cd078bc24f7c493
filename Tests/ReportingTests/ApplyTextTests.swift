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
        plan.actions = ["a", "b", "c", "d", "e", "f"].map {
            Action(.update, kind: .scheduled, key: $0, name: $0)
        }
        plan.actions[4].block = Diagnostic(.protectedObject, "it is protected")
        let report = ApplyReport(
            outcomes: [
                .done(id: "1"), .alreadyApplied(id: "2"),
                .failed(PanelError(.conflict, "name taken", help: "rename it")),
                .skipped(because: 2), .blocked, .notAttempted,
            ], wasInterrupted: true)
        try GoldenFile.expect(ApplyText(plan, report, style: .plain).render(), named: "apply.txt")
    }
}
