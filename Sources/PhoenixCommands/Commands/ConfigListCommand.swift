import ArgumentParser
import Diagnostics
import PhoenixModel
import Reporting
import Settings

struct ConfigListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the contexts, and which one is used by default.",
        discussion: """
            Example:
              phoenix config list
            """)

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            let file = try run.contexts()
            var table = Table(header: ["", "NAME", "TARGET", "API KEY", "CA FILE", "TIMEOUT", "PARALLELISM"])
            for context in file.contexts {
                table.add([
                    context.name.value == file.current?.value ? "*" : " ", context.name.value, Self.target(of: context),
                    context.key.map { "\($0.value)" } ?? "-", context.caFile?.value ?? "-",
                    context.timeout.map { "\($0.value) s" } ?? "-", context.parallelism.map { "\($0.value)" } ?? "-",
                ])
            }
            run.console.result(table.render(run.console.style))
        }
    }

    private static func target(of context: Context) -> String {
        switch context.target?.value {
        case .panel(let url): url
        case .store(let store): store
        case .standardStore, nil: "-"
        }
    }
}

extension CommandRun {
    /// The contexts file; shows what is wrong with it and ends the run then.
    func contexts() throws -> ContextsFile {
        let file = environment.contexts
        if file.diagnostics.hasErrors {
            console.show(file.diagnostics, sources: file.sources)
            throw ExitStatus.error.exit
        }
        if !file.diagnostics.isEmpty { console.showBeside(file.diagnostics, sources: file.sources) }
        guard file.isPresent else {
            throw CommandError(
                .fileNotFound, "there is no contexts file \(file.path)",
                help: "docs/configuration.md describes it", status: .error)
        }
        return file
    }
}
