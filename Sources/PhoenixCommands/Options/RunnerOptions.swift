import ArgumentParser

/// The panel whose servers tasks work on, as commands name it.
struct RunnerOptions: ParsableArguments {
    @Option(
        name: .customLong("client-api"),
        help: ArgumentHelp(
            "The panel whose servers the tasks work on; otherwise PHOENIX_CLIENT_API.", valueName: "url"))
    var clientAPI: String?

    @Option(
        help: ArgumentHelp(
            "The file with a client API key of that panel; otherwise PHOENIX_CLIENT_API_KEY.", valueName: "file"),
        completion: .file())
    var clientAPIKeyFile: String?
}
