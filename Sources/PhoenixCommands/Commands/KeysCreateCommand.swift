import ArgumentParser
import Diagnostics
import PanelService
import PanelStore
import ServicesAPI

extension Permission: ExpressibleByArgument {}

struct KeysCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a key and print it, this once.",
        discussion: "For example `phoenix keys create --name ci --permission services.read --expires 90d`.")

    @Option(help: "What to call it.")
    var name: String

    @Option(name: .customLong("permission"), help: "What it may do; repeatable.")
    var permissions: [Permission]

    @Option(help: ArgumentHelp("How long it is good for: 90d, 12h, 30m, 4w; for ever by default.", valueName: "time"))
    var expires: Lifetime?

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = Run(output)
        try await run.perform {
            let keys = KeyRing(
                store: try await run.openStore(store.location(run.environment), for: .writing), now: Run.now)
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
                    .outputFailed, "the key could not be printed, so it was taken back",
                    help: "make it again where it can be read", status: .error)
            }
            run.console.note("keep it: it is not stored and cannot be shown again")
        }
    }
}
