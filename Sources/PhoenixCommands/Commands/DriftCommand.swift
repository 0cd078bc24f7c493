import ArgumentParser
import PhoenixModel
import Planning
import Reporting

struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift", abstract: "Show what was changed on the panel since the last apply.",
        discussion: """
            Never writes to the panel. Pass the files as they were last applied. Exits with 3 if an object has \
            drifted, is in conflict, is missing or cannot be matched, and with 0 otherwise.

            Example:
              phoenix drift -f manifests/
              phoenix drift -f manifests/ --accept nightly-backup
            """)

    @OptionGroup var manifests: ManifestOptions

    @Flag(help: "Also show changes in the files that are not applied yet; they are not drift.")
    var pending = false

    @Flag(help: "Ignore objects missing from the panel.")
    var ignoreMissing = false

    @Option(
        help: ArgumentHelp(
            "Write the panel's values for this key to its manifest; the panel is not changed. Repeatable.",
            valueName: "key"), completion: .keys)
    var accept: [String] = []

    @OptionGroup var selection: SelectionOptions

    @Flag(help: "Explain why each change counts as a difference.")
    var explainDiff = false

    @Option(help: "Match objects by the ownership line of their description, or only by name.")
    var ownership: OwnershipChoice = .line

    @OptionGroup var reports: ReportOptions
    @OptionGroup var panel: PanelOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if !accept.isEmpty, manifests.files.contains("-") {
            throw ValidationError("--accept rewrites files, so it cannot be used with standard input.")
        }
    }

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            try await reports.around(.drift, on: run, inputs: inputFiles(run)) {
                try await run.withPanel(panel.flags(), allowsUnsupported: true) { access in
                    try await drift(access, on: run)
                }
            }
        }
    }

    private func inputFiles(_ run: CommandRun) -> InputFiles {
        var files = InputFiles(manifests: manifests.arguments)
        files.add(panel.flags(), run.environment)
        return files
    }

    private func drift(
        _ access: PanelAccess, on run: CommandRun
    ) async throws -> (RunReport, ExitStatus?) {
        let inputs = try await PlanInputs.read(run, manifests.arguments, from: access)
        let options = Planner.Options(
            writesOwnership: ownership == .line, allowsUnsupported: true, forcesConflicts: true,
            selection: selection.keys, today: run.today)
        let plan = try inputs.plan(options, on: run)
        var report = DriftReport(plan, includesPending: pending, ignoresMissing: ignoreMissing)
        var text = DriftText(
            report, sources: inputs.sources, style: run.console.style, explains: explainDiff)
        run.console.resultForPeople(text.render())
        if !accept.isEmpty { try await Acceptance(run, manifests.arguments, inputs).accept(accept, in: &report) }
        run.console.showIfJSON(inputs.warnings + report.diagnostics, sources: inputs.sources)
        let result = RunReport(
            .drift, plan: plan, drift: report, diagnostics: inputs.warnings, sources: inputs.sources)
        return (result, report.hasDrift ? .drift : nil)
    }
}
