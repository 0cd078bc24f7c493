import ArgumentParser

/// The yardstick for the time to start: a program of ArgumentParser that does nothing.
@main
struct EmptyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "empty-command", version: "0")
}
