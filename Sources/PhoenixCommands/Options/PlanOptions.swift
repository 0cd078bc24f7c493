import ArgumentParser
import Planning

extension OwnershipChoice: ExpressibleByArgument {}

/// Whether ownership is kept on the panel.
enum OwnershipChoice: String, CaseIterable {
    case line, none
}

/// What a plan may do.
struct PlanOptions: ParsableArguments {
    @Flag(help: "Take over objects of the same name that nobody owns, or whose ownership line is damaged.")
    var adopt = false

    @Flag(help: "Delete owned tasks that the files no longer have.")
    var prune = false

    @Option(
        help: ArgumentHelp(
            "How many deletes are allowed: by default the smaller of 5 and a tenth of the project's tasks.",
            valueName: "count"))
    var allowDeletes: Int?

    @Flag(help: "Let the files win where both they and the panel were changed.")
    var forceConflicts = false

    @Option(help: "Keep who owns an object as a line of its description, or not at all.")
    var ownership: OwnershipChoice = .line

    @Flag(help: "Go on where the panel lacks a feature that the files use.")
    var allowUnsupported = false

    @Option(
        help: ArgumentHelp(
            "Write this key's unreported values again, or with a pattern those of many; repeatable.", valueName: "key"),
        completion: .keys)
    var resend: [String] = []

    func validate() throws {
        if ownership == .none, prune {
            throw ValidationError("--prune needs to know what is owned: it cannot go with --ownership none.")
        }
        if let allowDeletes, allowDeletes < 0 {
            throw ValidationError("--allow-deletes must be 0 or more, not \(allowDeletes).")
        }
    }

    /// Whether any was given that a saved plan has settled already.
    var areGiven: Bool {
        adopt || prune || forceConflicts || ownership != .line || !resend.isEmpty
    }

    func planner(today: Int) -> Planner.Options {
        Planner.Options(
            adopts: adopt, prunes: prune, writesOwnership: ownership == .line, allowsUnsupported: allowUnsupported,
            forcesConflicts: forceConflicts, allowedDeletes: allowDeletes, resend: KeySelection(resend), today: today)
    }
}
