import PhoenixModel

/// Why two values count as different, and what the label of the change goes by: for `plan --explain-diff`.
struct DifferenceExplanation {
    private let change: FieldChange
    private let action: PhoenixModel.Action

    init(_ change: FieldChange, of action: PhoenixModel.Action) {
        self.change = change
        self.action = action
    }

    /// One sentence part each, safe for a terminal.
    var lines: [String] { ["rule: \(rule)"] + (reason.map { ["label: \($0)"] } ?? []) }

    private var rule: String {
        if change.before == .unreported {
            return "the panel does not tell this value, so only the digest of what was last applied is compared"
        }
        switch change.field.form {
        case .text: return "texts are compared without the white space around them"
        case .schedule: return "schedules are compared in canonical form\(stored)"
        case .timeZone, .word, .boolean, .integer: return "a value that is not set is the default"
        case .dependencies: return "dependencies are compared as a set, whatever their order"
        case .tree, .notifications:
            return "keys are compared one by one; the order of sets, and keys that say the default, do not count"
        }
    }

    /// The panel's own writing of a schedule, where it is another than the canonical one.
    private var stored: String {
        guard let stored = action.observed?.fields.schedule, stored != CanonicalSchedule.text(stored) else { return "" }
        return "; the panel has it as \(ValueText.text(.string(stored)))"
    }

    private var reason: String? {
        switch change.label {
        case .pending: "the file differs from what was last applied, the panel does not"
        case .drift: "the panel differs from what was last applied, the file does not"
        case .conflict: "file and panel both differ from what was last applied"
        case .differs: "nothing tells who changed it: it was not applied before, or only a value that no digest holds"
        case nil: nil
        }
    }
}
