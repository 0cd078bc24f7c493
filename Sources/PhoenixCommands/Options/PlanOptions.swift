import ArgumentParser
import Planning

extension OwnershipChoice: ExpressibleByArgument {}

/// Whether ownership is kept on the panel.
enum OwnershipChoice: String, CaseIterable {
    case line, none
}

/// What a plan may do.
struct PlanOptions: ParsableArguments {
    @Flag(help: "Take over objects with the same name that no project owns, or whose ownership line is damaged.")
    var adopt = false

    @Flag(help: "Delete owned tasks that the files no longer declare.")
    var prune = false

    @Option(
        help: ArgumentHelp(
            "How many deletes are allowed; by default 5 or 10 % of the project's tasks, whichever is smaller.",
            valueName: "count"))
    var allowDeletes: Int?

    @Flag(help: "Write the files' values even if the panel was changed too.")
    var forceConflicts = false

    @Option(help: "Record ownership in a line of the description, or not at all.")
    var ownership: OwnershipChoice = .line

    @Flag(help: "Continue even if the panel lacks a feature that the files use.")
    var allowUnsupported = false

    @Option(
        help: ArgumentHelp(
            "Send again the values of this key that the panel does not report; takes a pattern; repeatable.",
            valueName: "key"),
        completion: .keys)
    var resend: [String] = []

    @Flag(help: "Look for schedules that the project owns on every server, also those that no entry selects.")
    var allServers = false

    @OptionGroup var selection: SelectionOptions

    /// Whether servers that no entry selects are read too.
    var readsAllServers: Bool { allServers || prune }

    func validate() throws {
        if ownership == .none, prune {
            throw ValidationError("--prune deletes what the project owns, so it cannot be used with --ownership none.")
        }
        if let allowDeletes, allowDeletes < 0 {
            throw ValidationError("--allow-deletes must be 0 or more, not \(allowDeletes).")
        }
    }

    /// Whether any was given that a saved plan has settled already.
    var areGiven: Bool {
        adopt || prune || forceConflicts || ownership != .line || !resend.isEmpty
            || allServers || !selection.only.isEmpty || !selection.except.isEmpty
    }

    func planner(today: Int) -> Planner.Options {
        Planner.Options(
            adopts: adopt, prunes: prune, writesOwnership: ownership == .line, allowsUnsupported: allowUnsupported,
            forcesConflicts: forceConflicts, allowedDeletes: allowDeletes, resend: KeySelection(resend),
            selection: selection.keys, today: today)
    }
}
