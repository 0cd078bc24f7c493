import ArgumentParser

struct PhoenixCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phoenix",
        abstract: "Keep the services and scheduled tasks of a game-server panel in YAML files.",
        discussion: """
            Start with `phoenix init`, look with `phoenix plan -f .`, and let it happen with `phoenix apply -f .`.

            Exit codes: 0 done, 1 error, 2 pending changes, 3 drift, 4 both or a conflict (2 and 4 of plan \
            --detailed-exitcode), 5 something is blocked, 6 an action failed, 64 wrong usage, 130 interrupted.
            """,
        version: Version.text,
        subcommands: [
            ValidateCommand.self, PlanCommand.self, ApplyCommand.self, DriftCommand.self, GraphCommand.self,
            DoctorCommand.self, GetCommand.self,
            ExportCommand.self,
            ExplainCommand.self, CronCommand.self, FormatCommand.self, InitCommand.self, ServeCommand.self,
            KeysCommand.self, ConfigCommand.self,
            CompletionsCommand.self,
        ])
}

/// The version of this binary; CHANGELOG.md has the same one on top.
enum Version {
    static let text = "0.1.0"
}
