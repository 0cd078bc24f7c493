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
            """)

    @OptionGroup var manifests: ManifestOptions
    @OptionGroup var reports: ReportOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            let loaded = await run.loadManifests(manifests.files)
            run.keepToTheEnd(loaded)
            if !loaded.diagnostics.isEmpty || output.format == .json {
                run.console.show(loaded.diagnostics, sources: loaded.sources)
            }
            try await reports.around(.validate, on: run, inputs: InputFiles(manifests: manifests.files)) {
                let report = RunReport(.validate, diagnostics: loaded.diagnostics, sources: loaded.sources)
                guard let desired = loaded.desired, !loaded.diagnostics.hasErrors else { return (report, .error) }
                run.console.resultForPeople(ManifestSummary(desired, fileCount: loaded.fileCount).text)
                return (report, nil)
            }
        }
    }
}
