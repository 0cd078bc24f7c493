import Diagnostics
import PanelService
import PhoenixModel
import Planning
import Reporting

/// A plan with what it was made of: the way from files and panel to plan that `plan` and `apply` share.
struct PlanPreview: Sendable {
    let plan: Plan
    let warnings: [Diagnostic]
    let sources: SourceMap
    let panel: EmbeddedPanel

    static func make(
        _ run: Run, _ manifests: ManifestOptions, _ options: PlanOptions, _ panelOptions: PanelOptions
    ) async throws -> PlanPreview {
        let location = try panelOptions.location(run.environment)
        let (desired, warnings, sources) = try await run.load(manifests)
        let panel = try await run.openPanel(location)
        let live = try await panel.readAll()
        let planner = Planner(
            options: Planner.Options(
                adopts: options.adopt, prunes: options.prune, writesOwnership: options.ownership == .line,
                allowsUnsupported: options.allowUnsupported, resend: Set(options.resend), today: run.today))
        let plan = planner.plan(desired: desired, live: live)
        return PlanPreview(plan: plan, warnings: warnings, sources: sources, panel: panel)
    }

    func show(on run: Run) {
        var text = PlanText(plan, sources: sources, style: run.console.style, nextRuns: run.nextRuns)
        run.console.resultForPeople(text.render())
        let blocks = plan.actions.compactMap(\.block)
        run.console.showIfJSON(warnings + plan.diagnostics + blocks, sources: sources)
    }
}
