import ArgumentParser
import PhoenixModel
import Planning
import Reporting

struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift", abstract: "Show what was changed on the panel since the last apply.",
        discussion: """
            Never writes to the panel. Pass the files as they were last applied. Exits with 3 if an object has \
            drifted, is in conflict, is missing or cannot be matched, with 1 if the schedules of a server cannot be \
            read, and with 0 otherwise.

            Example:
              phoenix drift -f manifests/
              phoenix drift -f manifests/ --accept nightly-backup
            """)

    @OptionGroup var manifests: ManifestOptions

    @Flag(help: "Also show changes in the files that are not applied yet; they are not drift.")
    var pending = false

    @Flag(help: "Ignore objects missing from the panel.")
    var ignoreMissing = false

    @Flag(help: "Accept that the schedules of some servers cannot be read, because they are suspended or the like.")
    var ignoreUnreadable = false

    @Flag(help: "Count schedules that the project owns on every server, also those that no entry selects.")
    var allServers = false

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
    @OptionGroup var runner: RunnerOptions
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
                let flags = CommandRun.TargetFlags(panel: panel.flags(), runner: runner)
                return try await run.withTargets(flags, of: manifests.arguments, allowsUnsupported: true) {
                    targets, set in
                    try await drift(targets, set, on: run)
                }
            }
        }
    }

    private func inputFiles(_ run: CommandRun) -> InputFiles {
        InputFiles(manifests: manifests.arguments, panel.flags(), runner, run.environment)
    }

    private func drift(
        _ targets: PlanTargets, _ set: CommandRun.LoadedSet?, on run: CommandRun
    ) async throws -> (RunReport, ExitStatus?) {
        let inputs = try await PlanInputs.read(
            run, manifests.arguments, set, from: targets, readsAllServers: allServers)
        let options = Planner.Options(
            writesOwnership: ownership == .line, allowsUnsupported: true, forcesConflicts: true,
            selection: selection.keys, today: run.today)
        let plan = try inputs.plan(options, on: run)
        var report = DriftReport(
            plan, includesPending: pending, ignoresMissing: ignoreMissing, ignoresUnreadable: ignoreUnreadable)
        var text = DriftText(
            report, sources: inputs.sources, style: run.console.style, explains: explainDiff)
        run.console.resultForPeople(text.render())
        if !accept.isEmpty { try await Acceptance(run, manifests.arguments, inputs).accept(accept, in: &report) }
        run.console.showIfJSON(inputs.warnings + report.diagnostics, sources: inputs.sources)
        let result = RunReport(
            .drift, plan: plan, drift: report, diagnostics: inputs.warnings, sources: inputs.sources)
        // What cannot be read may have drifted, too.
        if report.unreadableServerCount > 0, !ignoreUnreadable { return (result, .error) }
        return (result, report.hasDrift ? .drift : nil)
    }
}
