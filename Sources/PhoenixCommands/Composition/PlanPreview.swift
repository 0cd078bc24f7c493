import Diagnostics
import PhoenixModel
import Planning
import Reporting

/// A plan with what it was made of: the way from files and panel to plan that `plan` and `apply` share.
struct PlanPreview: Sendable {
    let plan: Plan
    let warnings: [Diagnostic]
    let sources: SourceMap
    let panel: any PanelWriter

    static func make(
        _ run: Run, _ manifests: ManifestOptions, _ options: PlanOptions, _ access: PanelAccess
    ) async throws -> PlanPreview {
        // Files and panel are read side by side, unless the panel is still to be made: with bad files nothing is.
        async let early = access.isThere ? Self.read(access) : nil
        let (desired, warnings, sources) = try await run.load(manifests)
        let (panel, live) =
            if let read = try await early { read } else { try await Self.read(access) }
        let planner = Planner(
            options: Planner.Options(
                adopts: options.adopt, prunes: options.prune, writesOwnership: options.ownership == .line,
                allowsUnsupported: options.allowUnsupported, resend: Set(options.resend), today: run.today))
        if options.prune, desired.objects.isEmpty { throw CommandError.emptyPrune }
        let plan = planner.plan(desired: desired, live: live)
        run.keepToTheEnd((live, plan))
        let unknown = plan.actions.compactMap(\.block).filter { $0.code == .unknownSystemService }
        guard unknown.isEmpty else {
            run.console.show(unknown, sources: sources)
            throw ExitStatus.error.exit
        }
        return PlanPreview(plan: plan, warnings: warnings, sources: sources, panel: panel)
    }

    private static func read(_ access: PanelAccess) async throws -> (any PanelWriter, LiveState) {
        let panel = try await access.open()
        return (panel, try await panel.readAll())
    }

    /// Shows the plan to people.
    func show(on run: Run) {
        var text = PlanText(plan, sources: sources, style: run.console.style, nextRuns: run.nextRuns)
        run.console.resultForPeople(text.render())
    }

    /// Writes the JSON document of the run: what the plan found, and what went wrong in carrying it out.
    func showDocument(_ failures: [Diagnostic] = [], on run: Run) {
        let blocks = plan.actions.compactMap(\.block)
        run.console.showIfJSON(warnings + plan.diagnostics + blocks + failures, sources: sources)
    }
}
