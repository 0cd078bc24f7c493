import ArgumentParser
import PhoenixModel
import Planning
import Reporting

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show what apply would do. Changes nothing.",
        discussion: """
            With --detailed-exitcode: 0 nothing to do, 2 pending changes, 3 drift alone, 4 both or a conflict, \
            5 something is blocked.

            Example:
              phoenix plan -f manifests/
              phoenix plan -f manifests/ --prune --out phoenix.plan
            """)

    @OptionGroup var manifests: ManifestOptions
    @OptionGroup var planning: PlanOptions

    @Flag(help: "Exit with what was found: 2 pending, 3 drift, 4 both or a conflict, 5 blocked.")
    var detailedExitcode = false

    @Flag(help: "Explain why each change counts as a difference.")
    var explainDiff = false

    @Option(help: ArgumentHelp("Save the plan, for apply --plan.", valueName: "file"), completion: .file())
    var out: String?

    @OptionGroup var reports: ReportOptions
    @OptionGroup var panel: PanelOptions
    @OptionGroup var runner: RunnerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            if let out {
                try inputFiles(run).refuse([out])
                try PlanFile.refuseOther(out)
            }
            try await reports.around(.plan, on: run, inputs: inputFiles(run)) {
                let flags = CommandRun.TargetFlags(panel: panel.flags(), runner: runner)
                return try await run.withTargets(
                    flags, of: manifests.arguments, allowsUnsupported: planning.allowUnsupported
                ) { targets, set in
                    try await plan(targets, set, on: run)
                }
            }
        }
    }

    private func inputFiles(_ run: CommandRun) -> InputFiles {
        InputFiles(manifests: manifests.arguments, panel.flags(), runner, run.environment)
    }

    private func plan(
        _ targets: PlanTargets, _ set: CommandRun.LoadedSet?, on run: CommandRun
    ) async throws -> (RunReport, ExitStatus?) {
        let inputs = try await PlanInputs.read(
            run, manifests.arguments, set, from: targets, readsAllServers: planning.readsAllServers)
        let plan = try inputs.plan(planning.planner(today: run.today), on: run)
        let shown = ShownPlan(plan: plan, warnings: inputs.warnings, sources: inputs.sources)
        shown.show(on: run, explains: explainDiff)
        if let out {
            try PlanFile.write(SavedPlan(plan, sources: inputs.sources), to: out, on: run)
            run.console.note("saved to \(out); apply it with: phoenix apply --plan \(out)")
        }
        shown.showDocument(on: run)
        return (shown.report(.plan), detailedExitcode ? plan.findings.status : nil)
    }
}

extension PlanFindings {
    /// What `--detailed-exitcode` answers; nil for nothing to do.
    var status: ExitStatus? {
        if isBlocked { return .blocked }
        if hasConflict || (hasPending && hasDrift) { return .pendingAndDrift }
        if hasDrift { return .drift }
        return hasPending ? .pendingChanges : nil
    }
}
