import ArgumentParser
import PanelService
import PanelStore
import PhoenixModel
import Reporting

struct KeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the keys, without their secrets.",
        discussion: """
            Example:
              phoenix keys list -o json
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json
    }

    @Option(name: [.customShort("o"), .customLong("output")], help: "How to show them.")
    var outputFormat: Format = .table

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            let store = try await run.openExistingStore(store.location(run.environment), for: .reading)
            let ring = KeyRing(store: store, now: CommandRun.now)
            do throws(ServiceError) {
                let keys = try await ring.all()
                switch outputFormat {
                case .json: run.console.result(["data": .list(keys.map(KeyTable.value))])
                case .table: run.console.result(KeyTable(now: run.now(), style: run.console.style).render(keys))
                }
            } catch {
                throw CommandError(error)
            }
        }
    }
}
