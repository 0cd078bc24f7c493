import Diagnostics
package import PhoenixModel

/// The end of an apply as text for people: a table of what was not done and why, then the counts.
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
        let table = table
        return (table.isEmpty ? "" : "\n\(table)") + "\n\(counts)\n"
    }

    /// Of what was left undone for one and the same reason, as many rows are shown.
    private static let equalRows = 3

    private var table: String {
        var table = Table(header: ["OUTCOME", "WHAT", "WHY"])
        var seen: [String: Int] = [:]
        var isEmpty = true
        for (action, outcome) in zip(plan.actions, report.outcomes) {
            guard let (word, reason) = reason(action, outcome) else { continue }
            isEmpty = false
            seen["\(word)\n\(reason)", default: 0] += 1
            guard seen["\(word)\n\(reason)", default: 0] <= Self.equalRows else { continue }
            table.add([word, "\(action.kind.noun) \(action.key)", reason])
        }
        for (text, count) in seen.sorted(by: { $0.key < $1.key }) where count > Self.equalRows {
            let parts = text.split(separator: "\n", maxSplits: 1).map(String.init)
            table.add([parts[0], "\(count - Self.equalRows) more", parts.count > 1 ? parts[1] : ""])
        }
        return isEmpty ? "" : table.render(style)
    }

    /// Why an action was not done; nil where it was, and where it was not attempted: that can be very much, and all of
    /// it is in the next plan.
    private func reason(_ action: PhoenixModel.Action, _ outcome: ActionOutcome) -> (word: String, reason: String)? {
        switch outcome {
        case .done, .alreadyApplied, .notAttempted: nil
        case .failed(let error): ("failed", Self.text(of: error))
        case .skipped(let cause): ("skipped", because(of: cause))
        case .blocked: ("blocked", action.block?.message ?? "blocked")
        case .stale(let error): ("blocked", Self.text(of: error))
        }
    }

    private func because(of cause: Int) -> String {
        guard plan.actions.indices.contains(cause), report.outcomes.indices.contains(cause) else {
            return "because another action was not carried out"
        }
        let verb =
            switch report.outcomes[cause] {
            case .failed: "failed"
            case .blocked: "is blocked"
            case .stale: "has changed since it was planned"
            default: "was not carried out"
            }
        return "because \(plan.actions[cause].key) \(verb)"
    }

    private static func text(of error: PanelError) -> String {
        error.help.map { "\(error.message); \($0)" } ?? error.message
    }

    /// Counts what people planned: a `prepare` is part of the action it goes ahead of.
    private var counts: String {
        var outcomes: [ActionOutcome] = []
        var refreshed: [PhoenixModel.Action] = []
        for (action, outcome) in zip(plan.actions, report.outcomes) {
            switch (action.operation, outcome) {
            case (.prepare, .done), (.prepare, .alreadyApplied), (.prepare, .skipped), (.prepare, .notAttempted): break
            case (.bookkeeping, .done), (.bookkeeping, .alreadyApplied): refreshed.append(action)
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
        ]
        var shown = parts.filter { $0.0 > 0 }.map { style($0.2, "\($0.0) \($0.1)") }
        if !refreshed.isEmpty { shown.append(style(.faint, "\(OwnershipCount(refreshed).text) refreshed")) }
        let head = report.wasInterrupted ? "Interrupted" : "Apply"
        return "\(style(.strong, head)): \(shown.isEmpty ? "nothing to do" : shown.joined(separator: ", "))."
    }
}
