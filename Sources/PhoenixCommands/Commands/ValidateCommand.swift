import ArgumentParser
import Diagnostics
import Manifests
import Reporting

struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check manifests without contacting a panel.",
        discussion: """
            Example:
              phoenix validate -f manifests/
              phoenix validate --all-layers base prod,staging,dev
            """)

    @Option(name: .file, help: .manifestPath, completion: .manifests)
    var files: [String] = []

    @OptionGroup var values: ValueOptions

    @Flag(help: "Check every set that the arguments make: a layer each, with alternatives separated by commas.")
    var allLayers = false

    @Argument(help: ArgumentHelp("The layers of --all-layers.", valueName: "layer"), completion: .file())
    var layers: [String] = []

    @OptionGroup var reports: ReportOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if files.contains("") { throw ValidationError("-f has an empty path.") }
        guard allLayers else {
            if !layers.isEmpty { throw ValidationError("Pass manifests with -f, or layers with --all-layers.") }
            if files.isEmpty { throw ValidationError("Missing expected argument '-f <path>'") }
            return
        }
        if !files.isEmpty { throw ValidationError("--all-layers takes layers as arguments, not with -f.") }
        if layers.isEmpty { throw ValidationError("--all-layers needs layers, such as: base prod,staging") }
        if layers.contains(where: { $0.split(separator: ",").isEmpty }) {
            throw ValidationError("--all-layers has a layer without a path.")
        }
    }

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            let sets = allLayers ? LayerChoices(layers).sets : [files]
            var findings = SetFindings()
            var summary = ""
            for files in sets {
                let arguments = ManifestArguments(files: files, values: values.values, settings: values.set)
                let loaded = await run.loadManifests(arguments)
                run.keepToTheEnd(loaded)
                let name = allLayers ? "\(files.joined(separator: " + ")): " : ""
                if let desired = loaded.desired, !loaded.diagnostics.hasErrors {
                    summary += name + ManifestSummary(desired, fileCount: loaded.fileCount).text
                }
                if allLayers { findings.add(loaded, from: name) } else { findings = SetFindings(of: loaded) }
            }
            if !findings.diagnostics.isEmpty || output.format == .json {
                run.console.show(findings.diagnostics, sources: findings.sources)
            }
            let arguments = ManifestArguments(files: sets.flatMap { $0 }, values: values.values)
            try await reports.around(.validate, on: run, inputs: InputFiles(manifests: arguments)) {
                let report = RunReport(
                    .validate, diagnostics: findings.diagnostics, sources: findings.sources)
                run.console.resultForPeople(summary)
                return (report, findings.diagnostics.hasErrors ? .error : nil)
            }
        }
    }
}
