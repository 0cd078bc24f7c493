import ArgumentParser
import Diagnostics

/// Which panel a run works on.
struct PanelOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The embedded panel's store: sqlite:PATH. (also PHOENIX_STORE)", valueName: "store"))
    var store: String?

    @Option(help: ArgumentHelp("The URL of a panel; not in this version.", visibility: .hidden))
    var panel: String?

    /// The store that the flag, the environment or the default names, in this order.
    func location(_ environment: Environment) throws(CommandError) -> StoreLocation {
        if panel != nil, store != nil {
            throw CommandError(.severalTargets, "--panel and --store name two targets", help: "give one of them")
        }
        if panel ?? environment["PHOENIX_PANEL"] != nil, store == nil {
            throw CommandError(
                .noTarget, "this version works on the embedded panel only, not on a panel's URL",
                help: "unset PHOENIX_PANEL and --panel, and give --store sqlite:PATH")
        }
        if let text = store ?? environment["PHOENIX_STORE"] { return try StoreLocation(text) }
        if environment.nonEmpty("CI") != nil {
            throw CommandError(
                .noTarget, "no target is named, and with CI set there is no default",
                help: "give --store sqlite:PATH, or set PHOENIX_STORE")
        }
        return try StoreLocation.standard(environment)
    }
}
