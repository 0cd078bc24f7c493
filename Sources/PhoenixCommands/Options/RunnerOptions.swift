import ArgumentParser

/// The panel whose servers tasks and schedules work on, as commands name it.
struct RunnerOptions: ParsableArguments {
    @Option(
        name: .customLong("client-api"),
        help: ArgumentHelp(
            "The panel whose game servers tasks and schedules work on. (also PHOENIX_CLIENT_API)", valueName: "url"))
    var clientAPI: String?

    @Option(
        help: ArgumentHelp(
            "A file with a key of that panel's client API. (or PHOENIX_CLIENT_API_KEY, which contains the key itself)",
            valueName: "file"),
        completion: .file())
    var clientAPIKeyFile: String?
}
