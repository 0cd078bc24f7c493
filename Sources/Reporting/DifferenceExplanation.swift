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
            return "the panel does not report this value, so only the digest of the last applied value is compared"
        }
        switch change.field.form {
        case .text: return "texts are compared without surrounding white space"
        case .schedule: return "schedules are compared in canonical form\(stored)"
        case .timeZone, .word, .boolean, .integer: return "a value that is not set is the default"
        case .dependencies: return "dependencies are compared as a set; their order does not matter"
        case .tree, .notifications:
            return "keys are compared one by one; the order of sets and keys with default values do not matter"
        }
    }

    /// The panel's own writing of a schedule, where it is another than the canonical one.
    private var stored: String {
        guard let stored = action.observed?.fields.schedule, stored != CanonicalSchedule.text(stored) else { return "" }
        return "; the panel stores \(ValueText.text(.string(stored)))"
    }

    private var reason: String? {
        switch change.label {
        case .pending: "the file differs from what was last applied, the panel does not"
        case .drift: "the panel differs from what was last applied, the file does not"
        case .conflict: "file and panel both differ from what was last applied"
        case .differs: "unknown which side changed: it was never applied, or no digest records the value"
        case nil: nil
        }
    }
}
