import Diagnostics
import PhoenixModel

/// A report for a comment on a pull request: the result first, then the counts, then what takes something away or needs
/// somebody, then the rest, folded.
struct MarkdownReport {
    private struct Section {
        let title: String
        let items: [String]
        var isFolded = false
    }

    private let report: RunReport

    init(_ report: RunReport) { self.report = report }

    var text: String {
        var page = MarkdownPage()
        page.add("### \(hasErrors ? "❌" : "✅") phoenix \(report.command.rawValue): \(result)")
        if let plan = report.plan {
            let clientAPI =
                plan.target.clientAPI.map {
                    plan.target.hasSchedulesAlone ? " (Client API)" : ", Client API \(MarkdownText.code($0))"
                } ?? ""
            page.add(
                "\nPanel \(MarkdownText.code(plan.target.name))\(clientAPI), project \(MarkdownText.code(plan.project))"
            )
        }
        if let counts { page.add("\n" + counts) }
        let sections = sections.filter { !$0.items.isEmpty }
        for (position, section) in sections.enumerated() {
            let title = "\(section.title) (\(section.items.count))"
            page.add(section.isFolded ? "\n<details><summary>\(title)</summary>\n" : "\n#### \(title)\n")
            page.add(section.items, later: sections.count - position)
            if section.isFolded { page.add("\n</details>") }
        }
        return page.text
    }

    private var hasErrors: Bool {
        if report.diagnostics.hasErrors { return true }
        if let drift = report.drift { return drift.hasDrift }
        if let outcomes = report.outcomes {
            return outcomes.hasFailures || outcomes.hasBlocked || outcomes.wasInterrupted
        }
        return report.plan.map { $0.findings.isBlocked || $0.findings.hasConflict } ?? false
    }

    /// The result in one line.
    private var result: String {
        let errors = report.diagnostics.count { $0.severity == .error }
        if let drift = report.drift { return drift.hasDrift ? "the panel has drifted" : "no drift" }
        if let outcomes = report.outcomes { return Self.result(outcomes) }
        if errors > 0 { return Plural.text(errors, "error") }
        guard let plan = report.plan else { return "valid" }
        if plan.budget.isExceeded { return "more deletes than allowed" }
        let changes = PlanSummary(plan).changeCount
        let blocked = plan.actions.count { $0.operation == .blocked }
        let parts = [
            changes > 0 ? Plural.text(changes, "change") : "", blocked > 0 ? "\(blocked) blocked" : "",
        ].filter { !$0.isEmpty }
        return parts.isEmpty ? "nothing to do" : parts.joined(separator: ", ")
    }

    private static func result(_ report: ApplyReport) -> String {
        if report.wasInterrupted { return "interrupted" }
        if report.hasFailures { return "not everything could be applied" }
        return report.hasBlocked ? "applied, except what is blocked" : "applied"
    }

    private var counts: String? {
        var cells: [(String, Int)] = []
        if let drift = report.drift {
            cells = DriftFinding.Kind.allCases.map { ($0.rawValue, drift.count($0)) }
            cells += [
                ("unchanged", drift.unchangedCount), ("orphans", drift.orphanCount), ("foreign", drift.foreignCount),
            ]
        } else if let plan = report.plan {
            let summary = PlanSummary(plan)
            let labels = plan.actions.map(\.labels)
            cells = [
                ("create", summary.creates), ("update", summary.updates), ("adopt", summary.adopts),
                ("delete", summary.deletes), ("blocked", summary.blocked), ("unchanged", plan.unchangedCount),
                ("drifted", labels.count { $0.contains(.drift) }),
                ("in conflict", labels.count { $0.contains(.conflict) }),
                ("orphans", plan.orphans.count), ("foreign", plan.foreignCount),
            ]
        }
        if cells.isEmpty { return nil }
        func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
        return [
            row(cells.map(\.0)), row(cells.map { _ in "---:" }), row(cells.map { String($0.1) }),
        ].joined(separator: "\n")
    }

    // MARK: Sections

    private var sections: [Section] {
        let problems = report.diagnostics.filter { $0.severity == .error }
        let warnings = report.diagnostics.filter { $0.severity == .warning }
        var sections = [Section(title: "Errors", items: problems.map(item))]
        if let drift = report.drift {
            for kind in [DriftFinding.Kind.conflict, .drift, .missing, .unmatched, .pending] {
                let findings = drift.findings.filter { $0.kind == kind }
                sections.append(
                    Section(title: kind.rawValue, items: findings.map(item), isFolded: kind == .pending))
            }
        } else if let plan = report.plan {
            sections += planSections(plan)
        }
        let hints = report.drift?.diagnostics ?? report.plan?.diagnostics ?? []
        sections.append(Section(title: "Warnings", items: (warnings + hints).map(item), isFolded: true))
        return sections
    }

    private func planSections(_ plan: Plan) -> [Section] {
        func items(_ isWanted: (PhoenixModel.Action) -> Bool) -> [String] {
            plan.actions.indices.filter { isWanted(plan.actions[$0]) }.map { item(plan.actions[$0], outcome($0)) }
        }
        let drifted: (PhoenixModel.Action) -> Bool = {
            $0.operation == .update && !$0.labels.isDisjoint(with: [.drift, .conflict])
        }
        return [
            Section(title: "Deletion budget", items: plan.budget.diagnostic.map { [item($0)] } ?? []),
            Section(title: "Not applied", items: undone(plan)),
            Section(title: "Deletes", items: items { $0.operation == .delete }),
            Section(title: "Blocked", items: items { $0.operation == .blocked }),
            Section(title: "Changed on the panel", items: items(drifted)),
            Section(title: "Adopts", items: items { $0.operation == .adopt }, isFolded: true),
            Section(title: "Updates", items: items { $0.operation == .update && !drifted($0) }, isFolded: true),
            Section(title: "Creates", items: items { $0.operation == .create }, isFolded: true),
            Section(
                title: "Orphans, left alone",
                items: plan.orphans.map { "- \(MarkdownText.code($0.key)) (id \(MarkdownText.code($0.id)))" },
                isFolded: true),
        ]
    }

    private func outcome(_ position: Int) -> ActionOutcome? {
        report.outcomes.flatMap { $0.outcomes.indices.contains(position) ? $0.outcomes[position] : nil }
    }

    /// What an apply has left undone, and why.
    private func undone(_ plan: Plan) -> [String] {
        guard let outcomes = report.outcomes else { return [] }
        return zip(plan.actions, outcomes.outcomes).compactMap { action, outcome in
            let subject = MarkdownText.code(action.subject)
            switch outcome {
            case .failed(let error): return "- failed \(subject): \(MarkdownText.code(error.message))"
            case .stale(let error): return "- blocked \(subject): \(MarkdownText.code(error.message))"
            case .skipped(let cause):
                let root = plan.actions.indices.contains(cause) ? plan.actions[cause].subject : "another action"
                return "- skipped \(subject): because of \(MarkdownText.code(root))"
            case .done, .alreadyApplied, .blocked, .notAttempted: return nil
            }
        }
    }

    private func item(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.span.map { " \(MarkdownText.code(report.sources.position(of: $0)))" } ?? ""
        let help = diagnostic.help.map { "\n  help: \(MarkdownText.code($0))" } ?? ""
        return "- \(diagnostic.code.rawValue)\(place) \(MarkdownText.code(diagnostic.message))\(help)"
    }

    private func item(_ action: PhoenixModel.Action, _ outcome: ActionOutcome?) -> String {
        let name = action.name == action.key ? "" : " \(MarkdownText.code(action.name))"
        let id = action.objectID.map { " (id \(MarkdownText.code($0)))" } ?? ""
        let former = action.formerKey.map { " (was \(MarkdownText.code($0)))" } ?? ""
        var text = "- \(action.kind.noun) \(MarkdownText.code(action.key))\(former)\(name)\(id)"
        if let span = action.span { text += " \(MarkdownText.code(report.sources.position(of: span)))" }
        if let block = action.block { text += "\n  - \(block.code.rawValue) \(MarkdownText.code(block.message))" }
        return text + lines(action.operation == .create ? [] : action.changes)
    }

    private func item(_ finding: DriftFinding) -> String {
        let action = finding.action
        let id = action.objectID.map { " (id \(MarkdownText.code($0)))" } ?? ""
        var text = "- \(action.kind.noun) \(MarkdownText.code(action.key))\(id)"
        if let span = action.span { text += " \(MarkdownText.code(report.sources.position(of: span)))" }
        if finding.kind == .unmatched, let block = action.block { text += "\n  - \(MarkdownText.code(block.message))" }
        return text + lines(finding.kind == .pending ? finding.changes : finding.changes.map(\.reversed))
    }

    private func lines(_ changes: [FieldChange]) -> String {
        changes.map { change in
            let (before, after) = ValueText.texts(of: change)
            let sides = [before, after].map { $0.map(MarkdownText.code) ?? "_none_" }.joined(separator: " → ")
            let label = change.label.map { " _\($0.rawValue)_" } ?? ""
            return "\n  - \(MarkdownText.code(change.place)): \(sides)\(label)"
        }.joined()
    }
}
