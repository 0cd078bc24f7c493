import ArgumentParser
import Diagnostics
import Manifests
import Reporting

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Explain a diagnostic code or a field of manifests.",
        discussion: """
            Example:
              phoenix explain PHX0301
              phoenix explain tasks.KEY.schedule
            """)

    @Argument(
        help: ArgumentHelp("A code such as PHX0301, or the path of a field.", valueName: "code|field"),
        completion: .explanations)
    var subject: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            if let code = DiagnosticCode(rawValue: subject.uppercased()) {
                let title = run.console.style(.strong, "\(code.rawValue): \(code.title)")
                return run.console.result("\(title)\n\n\(code.explanation)\n")
            }
            if let field = FieldExplanation(path: subject) { return run.console.result(field.text + "\n") }
            let codes = DiagnosticCode.allCases.map(\.rawValue)
            let closest = codes.closest(to: subject.uppercased()) ?? FieldExplanation.closest(to: subject)
            throw CommandError(
                .unknownKey, "'\(subject)' is neither a code nor a field",
                help: closest.map { "did you mean '\($0)'?" } ?? "the fields start at `phoenix explain tasks`")
        }
    }
}
