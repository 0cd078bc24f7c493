import ArgumentParser
import Settings

/// Which store a server or its keys live in.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The store: sqlite:PATH or postgres://USER@HOST/DATABASE. (also PHOENIX_STORE)", valueName: "store"))
    var store: String?

    /// Whether the flag or the environment names one.
    func isNamed(_ environment: Environment) -> Bool { store ?? environment["PHOENIX_STORE"] != nil }

    /// The store that the flag, the environment or the default names, in this order.
    func location(_ environment: Environment) throws(CommandError) -> StoreLocation {
        if let text = store ?? environment["PHOENIX_STORE"] {
            return try StoreLocation(text, home: environment.nonEmpty("HOME"))
        }
        if CIVariable.isOn(environment[CIVariable.name]) { throw .targetNeeded }
        return try StoreLocation.standard(environment)
    }
}
