import ArgumentParser
import PhoenixModel
import Reporting

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show what apply would do. Changes nothing.")

    @OptionGroup var manifests: ManifestOptions
    @OptionGroup var planning: PlanOptions

    @Flag(help: "Exit with 2 when there is something to do, and with 5 when something is blocked.")
    var detailedExitcode = false

    @OptionGroup var panel: PanelOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = Run(output)
        try await run.performOnPanel(panel.flags(), allowsUnsupported: planning.allowUnsupported) { access in
            let preview = try await PlanPreview.make(run, manifests, planning, access)
            preview.show(on: run)
            preview.showDocument(on: run)
            guard detailedExitcode else { return }
            let summary = PlanSummary(preview.plan)
            if summary.blocked > 0 { throw ExitStatus.blocked.exit }
            if summary.changeCount > 0 { throw ExitStatus.pendingChanges.exit }
        }
    }
}
