import Diagnostics

/// What a plan found, as far as exit codes go by it.
package struct PlanFindings: Sendable, Hashable {
    /// The files ask for something that the panel does not have yet: a create, an adoption, a delete, a changed field,
    /// or a difference of which nobody can tell who made it.
    package var hasPending: Bool
    /// The panel was changed behind the files' back.
    package var hasDrift: Bool
    /// Files and panel were both changed, the same field in two ways.
    package var hasConflict: Bool
    /// Something cannot be done for another reason than a conflict, or there are more deletes than allowed.
    package var isBlocked: Bool

    package init(
        hasPending: Bool = false, hasDrift: Bool = false, hasConflict: Bool = false, isBlocked: Bool = false
    ) {
        self.hasPending = hasPending
        self.hasDrift = hasDrift
        self.hasConflict = hasConflict
        self.isBlocked = isBlocked
    }
}

extension Plan {
    /// Linear in the number of actions.
    package var findings: PlanFindings {
        var findings = PlanFindings()
        findings.isBlocked = budget.isExceeded
        for action in actions {
            let labels = action.labels
            if labels.contains(.conflict) { findings.hasConflict = true }
            if labels.contains(.drift) { findings.hasDrift = true }
            if action.operation == .blocked {
                // What waits for a conflict is blocked by that conflict, and by nothing else.
                let code = action.block?.code
                if code != .conflictingChange, code != .blockedByDependency { findings.isBlocked = true }
            } else if action.isPending {
                findings.hasPending = true
            }
        }
        return findings
    }
}

extension Action {
    /// The labels of its changes.
    package var labels: Set<ChangeLabel> { Set(changes.compactMap(\.label)) }

    /// Whether it does something that the files ask for and that was never applied, beside whatever it puts right.
    package var isPending: Bool {
        switch operation {
        case .create, .adopt, .delete: true
        case .prepare, .bookkeeping, .blocked: false
        case .update:
            !marks.isDisjoint(with: [.keyRenamed, .protected, .unprotected])
                || changes.contains { $0.label == .pending || $0.label == .differs || $0.label == nil }
        }
    }
}
