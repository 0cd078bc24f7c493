import ArgumentParser
import Manifests
import Reporting

extension GraphFormat: ExpressibleByArgument {}

struct GraphCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph", abstract: "Draw the dependencies in manifests, without contacting a panel.",
        discussion: """
            As text, the objects that depend on an object are listed below it. dot is for Graphviz, and mermaid is for \
            Markdown.

            Example:
              phoenix graph -f manifests/
              phoenix graph -f manifests/ -o dot
            """)

    @OptionGroup var manifests: ManifestOptions

    @Option(name: [.customShort("o"), .customLong("output")], help: "How to draw it.")
    var format: GraphFormat = .text

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            let (desired, _, _) = try await run.load(manifests.arguments)
            run.console.result(format.render(DependencyGraph(desired), style: run.console.style))
        }
    }
}
