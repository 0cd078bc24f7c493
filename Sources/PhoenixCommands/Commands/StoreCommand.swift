import ArgumentParser

struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Move a panel from one store to another.",
        discussion: """
            Example:
              phoenix store copy sqlite:panel.db postgres://phoenix@db/phoenix
            """,
        subcommands: [StoreCopyCommand.self])
}
