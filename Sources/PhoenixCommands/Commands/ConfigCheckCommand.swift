import ArgumentParser
import Diagnostics
import PhoenixModel
import Reporting
import Settings

struct ConfigCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check that the panel of each context responds and accepts its key.",
        discussion: """
            Changes nothing. A store that does not exist yet is not created.

            Example:
              phoenix config check production
            """)

    @Argument(help: ArgumentHelp("The contexts to check; all by default.", valueName: "name"))
    var names: [String] = []

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            let known = try run.contexts().contexts.map(\.name.value)
            if let unknown = names.first(where: { !known.contains($0) }) {
                throw CommandError(
                    .contextUnknown, "there is no context '\(unknown)'",
                    help: known.closest(to: unknown).map { "did you mean '\($0)'?" })
            }
            var failures: [Diagnostic] = []
            for name in names.isEmpty ? known : names {
                do {
                    // Each with the key that is written for it: one panel's key is not for another.
                    try await check(name, run.without("PHOENIX_API_KEY"))
                } catch let error as CommandError {
                    failures += failed(name, [error.diagnostic], run)
                } catch let error as SettingsFailure {
                    failures += failed(name, error.diagnostics, run)
                } catch let error as PanelError {
                    failures += failed(name, [Diagnostic(error)], run)
                }
            }
            guard failures.isEmpty else {
                run.console.show(failures)
                throw ExitStatus.error.exit
            }
        }
    }

    private func check(_ name: String, _ run: CommandRun) async throws {
        try await run.withPanel(ClientFlags(context: name)) { access in
            guard access.isThere else {
                return run.console.resultForPeople("\(name): no store yet; the first apply creates it\n")
            }
            let live = try await access.openReader().readAll()
            let counts = "\(Plural.text(live.objects.count, "service")) on \(live.target.name)"
            run.console.resultForPeople("\(name): ok, \(counts)\n")
        }
    }

    private func failed(_ name: String, _ diagnostics: [Diagnostic], _ run: CommandRun) -> [Diagnostic] {
        run.console.resultForPeople("\(name): failed\n")
        return diagnostics.map { diagnostic in
            // What is wrong in the file is shown before any context is checked, so there is no place to point at.
            var diagnostic = Diagnostic(diagnostic.code, diagnostic.message, help: diagnostic.help)
            diagnostic.message = "context '\(name)': \(diagnostic.message)"
            return diagnostic
        }
    }
}
