import ArgumentParser
import Manifests

struct RenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Print what manifests come to, as one manifest.",
        discussion: """
            Layers, values, for_each, defaults and patches are applied. Comments say where each entry comes from; \
            secrets stay references.

            Example:
              phoenix render -f base -f prod
              phoenix render -f base -f prod --set keep=14
            """)

    @OptionGroup var manifests: ManifestOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            let (_, loaded) = try await run.loadSet(run.inputs(manifests.arguments))
            if let rendering = ManifestRendering(loaded) { run.console.result(rendering.text) }
        }
    }
}
