import ArgumentParser
import Diagnostics
import PanelService
import PanelStore

struct KeysRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a key immediately, in running servers too.",
        discussion: """
            Example:
              phoenix keys revoke ci
            """)

    @Argument(help: "The key's name.")
    var name: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            let store = try await run.openExistingStore(store.location(run.environment), for: .writing)
            let keys = KeyRing(store: store, now: CommandRun.now)
            let names: [String]
            do throws(ServiceError) {
                if try await keys.revoke(name: name) { return run.console.note("revoked '\(name)'") }
                names = try await keys.all().map(\.name)
            } catch {
                throw CommandError(error)
            }
            throw CommandError(
                .apiKeyRefused, "there is no key '\(name)'",
                help: names.closest(to: name).map { "did you mean '\($0)'?" } ?? "'phoenix keys list' shows them",
                status: .error)
        }
    }
}
