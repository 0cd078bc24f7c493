package import Diagnostics

/// How a panel has moved away from the files that were last applied to it, without a thought of changing it.
///
/// Drawn from a plan, so that `drift` and `plan` cannot disagree about what differs.
package struct DriftReport: Sendable {
    package var target: PanelTarget
    package var project: String
    /// In the order of the plan.
    package var findings: [DriftFinding]
    /// How many objects agree with the files.
    package var unchangedCount: Int
    /// Owned objects whose keys the files do not have.
    package var orphanCount: Int
    /// How many objects differ in what was changed in the files alone, where those are no findings.
    package var hiddenPendingCount = 0
    package var foreignCount: Int
    package var unselectedCount: Int
    /// How many servers could not be read. The diagnostics have one for each.
    package var unreadableServerCount: Int
    /// Warnings and hints, expired acknowledgements among them.
    package var diagnostics: [Diagnostic]

    /// - Parameters:
    ///   - plan: what would make the panel agree.
    ///   - includesPending: whether changes of the files that were not applied yet are findings too.
    ///   - ignoresMissing: whether objects that the panel does not have are none.
    ///   - ignoresUnreadable: whether servers that cannot be read are no error.
    package init(
        _ plan: Plan, includesPending: Bool = false, ignoresMissing: Bool = false, ignoresUnreadable: Bool = false
    ) {
        target = plan.target
        project = plan.project
        unchangedCount = plan.unchangedCount
        orphanCount = plan.orphans.count
        foreignCount = plan.foreignCount
        unselectedCount = plan.unselectedCount
        unreadableServerCount = plan.unreadableServers.count
        diagnostics = plan.diagnostics + Self.unreadable(in: plan, ignoresUnreadable ? .warning : .error)
        findings = plan.actions.compactMap {
            DriftFinding($0, includesPending: includesPending, ignoresMissing: ignoresMissing)
        }
        guard !includesPending else { return }
        hiddenPendingCount = plan.actions.count {
            DriftFinding($0, includesPending: true, ignoresMissing: ignoresMissing)?.kind == .pending
        }
    }

    private static func unreadable(in plan: Plan, _ severity: Diagnostic.Severity) -> [Diagnostic] {
        plan.unreadableServers.sorted { $0.key < $1.key }.map { id, reason in
            let count = plan.actions.count { $0.server == id && $0.block?.code == .serverUnreadable }
            return Diagnostic(
                .serverUnreadable, severity,
                "the server \(GameServer.quoted(id, plan.serverNames[id])) \(reason)",
                help:
                    "nothing is known of \(count == 1 ? "the schedule" : "the \(count) schedules") that the files want "
                    + "there; --ignore-unreadable takes that as it is")
        }
    }

    /// Whether the panel has moved away: pending changes alone are no drift.
    package var hasDrift: Bool { findings.contains { $0.kind != .pending } }

    package func count(_ kind: DriftFinding.Kind) -> Int { findings.count { $0.kind == kind } }
}

/// One object that is not as the files say.
package struct DriftFinding: Sendable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Changed on the panel alone, or nobody can tell where.
        case drift
        /// Changed on both sides.
        case conflict
        /// Not on the panel.
        case missing
        /// It cannot be told which object it is, or it has lost its ownership line: `action.block` says why.
        case unmatched
        /// Changed in the files alone, or not applied yet.
        case pending
    }

    package let kind: Kind
    /// What apply would do about it.
    package let action: Action
    /// The changes that make it a finding of its kind. All of them for `pending`; none for `missing` and `unmatched`.
    package let changes: [FieldChange]

    init?(_ action: Action, includesPending: Bool, ignoresMissing: Bool) {
        self.action = action
        let isMissing = action.observed == nil && action.objectID == nil
        let isMatched = action.block.map { !$0.code.isAboutMatching } ?? true
        switch action.operation {
        case .prepare, .bookkeeping, .delete: return nil
        case .blocked where action.block?.code == .serverUnreadable: return nil
        case _ where !isMatched:
            (kind, changes) = (.unmatched, [])
        case _ where isMissing:
            if ignoresMissing { return nil }
            (kind, changes) = (.missing, [])
        case .adopt:
            guard includesPending else { return nil }
            (kind, changes) = (.pending, action.changes)
        default:
            let moved = action.changes.filter { $0.label != .pending }
            if moved.isEmpty {
                guard includesPending else { return nil }
                (kind, changes) = (.pending, action.changes)
            } else {
                let isConflict = moved.contains { $0.label == .conflict }
                (kind, changes) = (isConflict ? .conflict : .drift, includesPending ? action.changes : moved)
            }
        }
    }
}

extension DiagnosticCode {
    /// Whether it says that an entry of the files has no object of its own on the panel, though there are candidates.
    fileprivate var isAboutMatching: Bool {
        switch self {
        case .ownedByAnotherProject, .adoptionNeeded, .formerKeyNeeded, .ambiguousObject, .ownershipUnreadable,
            .ownershipIgnored, .nameTaken:
            true
        default: false
        }
    }
}
