import ArgumentParser
import Diagnostics
import Manifests

struct FormatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt", abstract: "Format manifests in place; keep comments, order and quotes.",
        discussion: """
            With -f - the formatted standard input is written to standard output.

            Example:
              phoenix fmt -f manifests/
              phoenix fmt -f manifests/ --check
            """)

    @OptionGroup var manifests: FileOptions

    @Flag(help: "Change nothing; list the files that are not formatted, and exit with 1 if there are any.")
    var check = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            let (files, found) = run.inputs(ManifestArguments(files: manifests.files)).readTexts()
            var diagnostics = found
            var sources = SourceMap()
            var unformattedCount = 0
            for file in files {
                switch ManifestFormatter.format(file.bytes, in: sources.add(file)) {
                case .unchanged: passOn(file, on: run)
                case .invalid(let problems):
                    diagnostics += problems
                    unformattedCount += 1
                    passOn(file, on: run)
                case .formatted(let bytes):
                    unformattedCount += 1
                    try finish(file, bytes, on: run)
                }
            }
            if !diagnostics.isEmpty || output.format == .json { run.console.show(diagnostics, sources: sources) }
            if diagnostics.hasErrors || (check && unformattedCount > 0) { throw ExitStatus.error.exit }
        }
    }

    /// What stands as it is comes out of a filter as it went in.
    private func passOn(_ file: SourceFile, on run: CommandRun) {
        if file.isStandardInput, !check { run.console.result(bytes: file.bytes) }
    }

    private func finish(_ file: SourceFile, _ bytes: [UInt8], on run: CommandRun) throws {
        if check { return run.console.resultForPeople("\(file.name)\n") }
        if file.isStandardInput { return run.console.result(bytes: bytes) }
        try run.write(bytes, to: file.name)
        run.console.resultForPeople("formatted \(file.name)\n")
    }
}

extension SourceFile {
    fileprivate var isStandardInput: Bool { name == "<stdin>" }
}
