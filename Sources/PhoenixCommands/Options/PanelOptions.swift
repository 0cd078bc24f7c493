import ArgumentParser
import Settings

/// Which panel a run works on, and how it is reached.
struct PanelOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The panel's URL. (also PHOENIX_PANEL)", valueName: "url"))
    var panel: String?

    @Option(
        help: ArgumentHelp(
            "The embedded panel's store: sqlite:PATH or postgres://USER@HOST/DATABASE. (also PHOENIX_STORE)",
            valueName: "store"))
    var store: String?

    @Option(help: ArgumentHelp("A context of the configuration file. (also PHOENIX_CONTEXT)", valueName: "name"))
    var context: String?

    @Option(
        help: ArgumentHelp(
            "A file or pipe with the panel's API key. (or PHOENIX_API_KEY, which contains the key itself)",
            valueName: "file"), completion: .file())
    var apiKeyFile: String?

    @Flag(help: "Accept a key file that others can read, as long as they cannot write it.")
    var insecureKeyFile = false

    @Option(
        help: ArgumentHelp("Certificate authorities (PEM) to trust in addition to the system's.", valueName: "file"),
        completion: .file())
    var caFile: String?

    @Option(
        help: ArgumentHelp(
            "How long a request to the panel, or to the Client API, may take; 30 by default.", valueName: "seconds"))
    var timeout: Int?

    @Option(
        help: ArgumentHelp(
            "How many requests to send in parallel; 8 by default, 64 on the embedded panel.", valueName: "count"))
    var parallelism: Int?

    func validate() throws {
        guard let parallelism, !(1...256).contains(parallelism) else { return }
        throw ValidationError("--parallelism must be from 1 to 256, not \(parallelism).")
    }

    func flags() -> ClientFlags {
        ClientFlags(
            panel: panel, store: store, context: context, keyFile: apiKeyFile,
            isKeyFileShared: insecureKeyFile, caFile: caFile, timeout: timeout, parallelism: parallelism)
    }
}

extension Environment {
    /// The contexts file, empty where there is none.
    var contexts: ContextsFile {
        guard let path = ContextsFile.standardPath(environment: { self[$0] }) else {
            return ContextsFile(path: "config.yaml", bytes: nil, home: nil)
        }
        return ContextsFile(reading: path, home: nonEmpty("HOME"))
    }
}
