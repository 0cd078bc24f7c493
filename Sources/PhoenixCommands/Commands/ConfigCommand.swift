import ArgumentParser

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show and check the contexts in ~/.config/phoenix/config.yaml.",
        discussion: """
            Example:
              phoenix config
              phoenix config check
            """,
        subcommands: [ConfigListCommand.self, ConfigCheckCommand.self], defaultSubcommand: ConfigListCommand.self)
}
