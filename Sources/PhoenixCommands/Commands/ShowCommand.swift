import ArgumentParser
import PhoenixModel
import Planning
import Reporting

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a saved plan. Needs neither the panel nor secrets.",
        discussion: """
            Example:
              phoenix show phoenix.plan
              phoenix show phoenix.plan --report markdown=plan.md
            """)

    @Argument(help: ArgumentHelp("A plan that `plan --out` has saved.", valueName: "file"), completion: .file())
    var plan: String

    @Flag(help: "Explain why each change counts as a difference.")
    var explainDiff = false

    @OptionGroup var reports: ReportOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            let inputs = InputFiles(manifests: ManifestArguments(files: []), others: [(plan, "the plan")])
            try await reports.around(.plan, on: run, inputs: inputs) {
                let saved = try PlanFile.read(plan)
                let shown = ShownPlan(plan: saved.plan, warnings: [], sources: saved.sources)
                shown.show(on: run, explains: explainDiff)
                shown.showDocument(on: run)
                return (shown.report(.plan), nil)
            }
        }
    }
}
