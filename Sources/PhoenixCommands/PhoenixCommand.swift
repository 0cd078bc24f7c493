package import ArgumentParser

/// The root of all commands.
package struct PhoenixCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "phoenix",
        abstract: "Keep the services and scheduled tasks of a game-server panel in YAML files.",
        discussion: """
            Write a first manifest with `phoenix init`, preview the changes with `phoenix plan`, and carry them out \
            with `phoenix apply`. `phoenix help COMMAND` describes a command and gives an example.

            Example:
              phoenix init .
              phoenix plan -f .
              phoenix apply -f .

            Exit codes: 0 done, 1 error, 2 pending changes, 3 drift, 4 both or a conflict (2 and 4 of plan \
            --detailed-exitcode), 5 something is blocked, 6 an action failed, 64 wrong usage, 130 interrupted.
            """,
        version: Version.text,
        subcommands: [
            ValidateCommand.self, PlanCommand.self, ApplyCommand.self, DriftCommand.self, GraphCommand.self,
            RenderCommand.self, ShowCommand.self,
            DoctorCommand.self, GetCommand.self,
            RunsCommand.self, RunCommand.self, HealthCommand.self, CalendarCommand.self, ExportCommand.self,
            ImportCommand.self,
            ExplainCommand.self, CronCommand.self, FormatCommand.self, InitCommand.self, ServeCommand.self,
            KeysCommand.self, StoreCommand.self, ConfigCommand.self,
            CompletionsCommand.self,
        ])

    package init() {}
}

/// The version of this binary; CHANGELOG.md has the same one on top.
enum Version {
    static let text = "0.1.0"
}
