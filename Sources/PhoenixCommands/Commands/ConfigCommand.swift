import ArgumentParser

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show and check the panels of ~/.config/phoenix/config.yaml.",
        subcommands: [ConfigListCommand.self, ConfigCheckCommand.self], defaultSubcommand: ConfigListCommand.self)
}
