import ArgumentParser

extension OwnershipChoice: ExpressibleByArgument {}

/// Whether ownership is kept on the panel.
enum OwnershipChoice: String, CaseIterable {
    case line, none
}

/// What a plan may do.
struct PlanOptions: ParsableArguments {
    @Flag(help: "Take over objects of the same name that nobody owns.")
    var adopt = false

    @Flag(help: "Delete owned tasks that the files no longer have.")
    var prune = false

    @Option(help: "Keep who owns an object as a line of its description, or not at all.")
    var ownership: OwnershipChoice = .line

    @Flag(help: "Go on where the panel lacks a feature that the files use.")
    var allowUnsupported = false

    @Option(help: ArgumentHelp("Write this key's unreported values again; repeatable.", valueName: "key"))
    var resend: [String] = []

    func validate() throws {
        if ownership == .none, prune {
            throw ValidationError("--prune needs to know what is owned: it cannot go with --ownership none.")
        }
    }
}
