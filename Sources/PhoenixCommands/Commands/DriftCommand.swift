import ArgumentParser
import PhoenixModel
import Planning
import Reporting

struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift", abstract: "Show what was changed on the panel behind the files' back. Changes nothing.",
        discussion: """
            Give it the files as they were last applied. Exits with 3 when an object has drifted, is in conflict, is \
            missing or cannot be matched, and with 0 otherwise.
            """)

    @OptionGroup var manifests: ManifestOptions

    @Flag(help: "Show changes of the files that were not applied yet, too; they are no drift.")
    var pending = false

    @Flag(help: "Do not mind objects that the panel does not have.")
    var ignoreMissing = false

    @Option(
        help: ArgumentHelp(
            "Write what the panel has into the manifest of this key; the panel stays as it is. Repeatable.",
            valueName: "key"), completion: .keys)
    var accept: [String] = []

    @Flag(help: "Say of each change by which rule its two sides are different.")
    var explainDiff = false

    @Option(help: "Match by the ownership line of the description, or by name alone.")
    var ownership: OwnershipChoice = .line

    @OptionGroup var reports: ReportOptions
    @OptionGroup var panel: PanelOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if !accept.isEmpty, manifests.files.contains("-") {
            throw ValidationError("--accept rewrites files: standard input cannot go with it.")
        }
    }

    func run() async throws {
        let run = Run(output)
        try await run.perform {
            try await reports.around(.drift, on: run, inputs: inputFiles(run)) {
                try await run.withPanel(panel.flags(), allowsUnsupported: true) { access in
                    // Nothing that could write is handed on.
                    try await drift(access.openReader, on: run)
                }
            }
        }
    }

    private func inputFiles(_ run: Run) -> InputFiles {
        var files = InputFiles(manifests: manifests.files)
        files.add(panel.flags(), run.environment)
        return files
    }

    private func drift(
        _ open: @escaping @Sendable () async throws -> any PanelReader, on run: Run
    ) async throws -> (RunReport, ExitStatus?) {
        let inputs = try await PlanInputs.read(run, manifests.files, from: open)
        let options = Planner.Options(
            writesOwnership: ownership == .line, allowsUnsupported: true, forcesConflicts: true, today: run.today)
        let plan = try inputs.plan(options, on: run)
        var report = DriftReport(plan, includesPending: pending, ignoresMissing: ignoreMissing)
        var text = DriftText(
            report, sources: inputs.sources, style: run.console.style, explains: explainDiff)
        run.console.resultForPeople(text.render())
        if !accept.isEmpty { try await Acceptance(run, manifests.files, inputs).accept(accept, in: &report) }
        run.console.showIfJSON(inputs.warnings + report.diagnostics, sources: inputs.sources)
        let result = RunReport(
            .drift, plan: plan, drift: report, diagnostics: inputs.warnings, sources: inputs.sources)
        return (result, report.hasDrift ? .drift : nil)
    }
}
