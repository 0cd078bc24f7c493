import ArgumentParser
import Manifests
import Reporting

extension GraphFormat: ExpressibleByArgument {}

struct GraphCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph", abstract: "Show what depends on what in manifests, without asking a panel.",
        discussion: "As text, what depends on an object stands below it. dot is for Graphviz, mermaid for Markdown.")

    @OptionGroup var manifests: ManifestOptions

    @Option(name: [.customShort("o"), .customLong("output")], help: "How to draw it.")
    var format: GraphFormat = .text

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = Run(output)
        try await run.perform {
            let (desired, _, _) = try await run.load(manifests.files)
            run.console.result(format.render(DependencyGraph(desired), style: run.console.style))
        }
    }
}
