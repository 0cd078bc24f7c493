import ArgumentParser
import Diagnostics
import Files
import Glibc
import PhoenixModel

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a first manifest.",
        discussion: """
            Writes phoenix.yaml into the folder. Existing files are not overwritten.

            Example:
              phoenix init . --project skyblock
            """)

    @Argument(help: "The folder; it is created if it does not exist.")
    var directory = "."

    @Option(help: "The project's name.")
    var project = "default"

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            try CommandError.refuseUnlessValid(project: project)
            let path = directory == "." ? "phoenix.yaml" : "\(directory)/phoenix.yaml"
            guard mkdir(directory, 0o755) == 0 || errno == EEXIST else { throw failure("make", directory) }
            try run.write(Array(StarterManifest.text(project: project).utf8), to: path, with: FileWriting.create)
            run.console.result("Wrote \(path). Next: `phoenix plan -f \(path)`.\n")
        }
    }

    private func failure(_ verb: String, _ path: String) -> CommandError {
        CommandError(.outputFailed, "cannot \(verb) \(path): \(String(cString: strerror(errno)))", status: .error)
    }
}
