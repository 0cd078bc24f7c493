import Diagnostics
import PhoenixModel
import Reporting

/// A plan with what is needed to show it, whether it was just made or read from a file.
struct ShownPlan: Sendable {
    let plan: Plan
    /// What the manifests were warned of.
    let warnings: [Diagnostic]
    let sources: SourceMap

    /// Shows the plan to people.
    func show(on run: CommandRun, explains: Bool = false) {
        var text = PlanText(
            plan, sources: sources, style: run.console.style, nextRuns: run.nextRuns, explains: explains)
        run.console.resultForPeople(text.render())
    }

    /// What reports are drawn from.
    func report(_ command: RunReport.Command, _ outcomes: ApplyReport? = nil, failures: [Diagnostic] = []) -> RunReport
    {
        RunReport(command, plan: plan, outcomes: outcomes, diagnostics: warnings + failures, sources: sources)
    }

    /// All that the run has to say: of the files, of the plan, and what went wrong in carrying it out.
    func diagnostics(_ failures: [Diagnostic] = []) -> [Diagnostic] {
        let budget = plan.budget.diagnostic.map { [$0] } ?? []
        return warnings + plan.diagnostics + plan.actions.compactMap(\.block) + budget + failures
    }

    /// Writes the JSON document of the run.
    func showDocument(_ failures: [Diagnostic] = [], on run: CommandRun) {
        run.console.showIfJSON(diagnostics(failures), sources: sources)
    }
}
