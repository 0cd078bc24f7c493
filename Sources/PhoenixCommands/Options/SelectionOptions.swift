import ArgumentParser
import Planning

/// Which entries a run is about.
struct SelectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Compare and change only entries whose key matches; a pattern such as 'backup-*'; repeatable.",
            valueName: "pattern"), completion: .keys)
    var only: [String] = []

    @Option(
        help: ArgumentHelp("Leave entries alone whose key matches; repeatable.", valueName: "pattern"),
        completion: .keys)
    var except: [String] = []

    func validate() throws {
        if only.contains("") { throw ValidationError("--only has an empty pattern.") }
        if except.contains("") { throw ValidationError("--except has an empty pattern.") }
    }

    var keys: SelectedKeys { SelectedKeys(only: only, except: except) }
}
