import Diagnostics
package import PhoenixModel

/// The end of an apply as text for people: what did not go well one by one, then the counts.
package struct ApplyText {
    private let plan: Plan
    private let report: ApplyReport
    private let style: TextStyle

    package init(_ plan: Plan, _ report: ApplyReport, style: TextStyle) {
        self.plan = plan
        self.report = report
        self.style = style
    }

    package func render() -> String {
        var text = ""
        for (action, outcome) in zip(plan.actions, report.outcomes) { text += line(action, outcome) }
        if !text.isEmpty { text = "\n" + text }
        return text + "\n\(counts)\n"
    }

    /// A line for each action that was not simply done.
    private func line(_ action: PhoenixModel.Action, _ outcome: ActionOutcome) -> String {
        let subject = "\(action.kind.noun) \(action.key)"
        switch outcome {
        // What was not attempted can be very much, and all of it is in the next plan.
        case .done, .alreadyApplied, .notAttempted: return ""
        case .failed(let error):
            let help = error.help.map { "\n    = help: \(TerminalText.escaped($0))" } ?? ""
            return "\(style(.error, "failed")) \(subject): \(TerminalText.escaped(error.message))\(help)\n"
        case .skipped(let cause):
            let because = plan.actions.indices.contains(cause) ? plan.actions[cause].key : "another action"
            return "\(style(.warning, "skipped")) \(subject): because of \(because)\n"
        case .blocked:
            let reason = action.block?.message ?? "blocked"
            return "\(style(.warning, "blocked")) \(subject): \(TerminalText.escaped(reason))\n"
        case .stale(let error):
            let help = error.help.map { "\n    = help: \(TerminalText.escaped($0))" } ?? ""
            return "\(style(.warning, "blocked")) \(subject): \(TerminalText.escaped(error.message))\(help)\n"
        }
    }

    /// Counts what people planned: a `prepare` is part of the action it goes ahead of.
    private var counts: String {
        var outcomes: [ActionOutcome] = []
        var refreshed = 0
        for (action, outcome) in zip(plan.actions, report.outcomes) {
            switch (action.operation, outcome) {
            case (.prepare, .done), (.prepare, .alreadyApplied), (.prepare, .skipped), (.prepare, .notAttempted): break
            case (.bookkeeping, .done), (.bookkeeping, .alreadyApplied): refreshed += 1
            default: outcomes.append(outcome)
            }
        }
        let parts: [(Int, String, TextStyle.Role)] = [
            (outcomes.count { if case .done = $0 { true } else { false } }, "done", .added),
            (outcomes.count { if case .alreadyApplied = $0 { true } else { false } }, "already applied", .added),
            (outcomes.count { if case .failed = $0 { true } else { false } }, "failed", .error),
            (outcomes.count { if case .skipped = $0 { true } else { false } }, "skipped", .warning),
            (outcomes.count { $0.isBlocked }, "blocked", .warning),
            (outcomes.count { $0 == .notAttempted }, "not attempted", .warning),
            (refreshed, refreshed == 1 ? "ownership line refreshed" : "ownership lines refreshed", .faint),
        ]
        let shown = parts.filter { $0.0 > 0 }.map { style($0.2, "\($0.0) \($0.1)") }
        let head = report.wasInterrupted ? "Interrupted" : "Apply"
        return "\(style(.strong, head)): \(shown.isEmpty ? "nothing to do" : shown.joined(separator: ", "))."
    }
}
