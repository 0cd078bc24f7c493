import Diagnostics
import PhoenixModel

/// One thing that somebody should look at, whatever it came from: for the reports that list problems with places.
struct ReportFinding {
    enum Level: Int, Comparable {
        case error, warning

        static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
    }

    let level: Level
    let code: DiagnosticCode
    let message: String
    let help: String?
    let span: SourceSpan?
    /// What it is about, the same wherever it stands in its file: `task nightly-backup`, or the message.
    let subject: String

    init(_ diagnostic: Diagnostic, subject: String? = nil) {
        level = diagnostic.severity == .error ? .error : .warning
        code = diagnostic.code
        message = diagnostic.message
        help = diagnostic.help
        span = diagnostic.span
        self.subject = subject ?? diagnostic.message
    }
}

extension RunReport {
    /// Everything that is wrong, in the order of the run: of the files, of the plan, of what was done.
    var findings: [ReportFinding] {
        var findings = diagnostics.map { ReportFinding($0) }
        if let drift {
            findings += drift.diagnostics.map { ReportFinding($0) }
            findings += drift.findings.compactMap(\.problem)
        } else if let plan {
            findings += plan.diagnostics.map { ReportFinding($0) }
            if let budget = plan.budget.diagnostic { findings.append(ReportFinding(budget)) }
            findings += plan.actions.compactMap(\.problem)
        }
        return findings
    }
}

extension PhoenixModel.Action {
    /// `task nightly-backup`
    var subject: String { "\(kind.noun) \(key)" }

    /// The places that were changed on the panel: `schedule, task.data.keep`.
    fileprivate static func places(_ changes: [FieldChange]) -> String {
        Set(changes.map(\.place)).sorted().joined(separator: ", ")
    }

    fileprivate var problem: ReportFinding? {
        if let block { return ReportFinding(block, subject: subject) }
        let moved = changes.filter { $0.label == .drift || $0.label == .conflict }
        return moved.isEmpty || operation != .update ? nil : Self.drifted(self, moved)
    }

    fileprivate static func drifted(_ action: Self, _ changes: [FieldChange]) -> ReportFinding {
        let isConflict = changes.contains { $0.label == .conflict }
        let who = isConflict ? "the files and the panel were both changed" : "changed on the panel"
        return ReportFinding(
            Diagnostic(
                isConflict ? .conflictingChange : .drifted, isConflict ? .error : .warning,
                "\(action.subject): \(who): \(places(changes))", at: changes.first?.span ?? action.span,
                help: "'phoenix drift --accept \(action.key)' writes it to the file, apply restores the file's value"),
            subject: action.subject)
    }
}

extension DriftFinding {
    fileprivate var problem: ReportFinding? {
        switch kind {
        case .drift, .conflict: PhoenixModel.Action.drifted(action, changes)
        case .missing:
            ReportFinding(
                Diagnostic(
                    .missingObject, .warning, "\(action.subject) is not on the panel", at: action.span,
                    help: "apply creates it"), subject: action.subject)
        case .unmatched: action.block.map { ReportFinding($0, subject: action.subject) }
        case .pending: nil
        }
    }
}
