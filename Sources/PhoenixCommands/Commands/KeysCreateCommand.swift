import ArgumentParser
import Diagnostics
import PanelService
import PanelStore
import ServicesAPI

extension Permission: ExpressibleByArgument {}

struct KeysCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Create a key and print it once.",
        discussion: """
            The store keeps only a digest of the key, so it cannot be printed again.

            Example:
              phoenix keys create --name ci --permission services.read --expires 90d
            """)

    @Option(help: "The key's name.")
    var name: String

    @Option(name: .customLong("permission"), help: "A permission of the key; repeatable.")
    var permissions: [Permission]

    @Option(help: ArgumentHelp("How long the key is valid: 30m, 12h, 90d, 4w; forever by default.", valueName: "time"))
    var expires: Lifetime?

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            let keys = KeyRing(
                store: try await run.openStore(store.location(run.environment), for: .writing), now: CommandRun.now)
            var generator = SystemRandomNumberGenerator()
            let key = APIKey(using: &generator)
            do throws(ServiceError) {
                _ = try await keys.add(
                    key, name: name, permissions: Set(permissions), lifetime: expires?.seconds)
                run.console.result(key.text + "\n")
                // Nobody has the key.
                if run.console.output.hasLostOutput { _ = try await keys.revoke(name: name) }
            } catch {
                throw CommandError(error)
            }
            guard !run.console.output.hasLostOutput else {
                throw CommandError(
                    .outputFailed, "the key could not be printed, so it was revoked",
                    help: "create it again with an output that can be written", status: .error)
            }
            run.console.note("keep it: it is not stored and cannot be shown again")
        }
    }
}
