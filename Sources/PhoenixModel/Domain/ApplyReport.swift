/// How every action of a plan ended, in the order of the plan.
package struct ApplyReport: Sendable {
    package var outcomes: [ActionOutcome]
    /// Whether an interruption kept actions from starting. Requests in flight were finished all the same.
    package var wasInterrupted: Bool

    package init(outcomes: [ActionOutcome], wasInterrupted: Bool) {
        self.outcomes = outcomes
        self.wasInterrupted = wasInterrupted
    }

    /// Whether an action failed. What was skipped because of it says no more.
    package var hasFailures: Bool {
        outcomes.contains { if case .failed = $0 { true } else { false } }
    }
}

/// How one action ended.
package enum ActionOutcome: Sendable, Hashable {
    /// The id of the object that was written or deleted.
    case done(id: String)
    /// The panel had it already, from an earlier try whose answer was lost or an earlier run.
    case alreadyApplied(id: String)
    case failed(PanelError)
    /// Not tried, because the action of that index, which it waits for directly or by way of others, failed, was
    /// blocked or is stale. That one was tried or blocked itself: a cascade has one root.
    case skipped(because: Int)
    case blocked
    /// Not done, because the object is no longer as it was when this was planned. The error says what changed.
    case stale(PanelError)
    /// Not tried, because the run was interrupted first.
    case notAttempted
}

/// What happens while a plan is applied.
package enum ApplyEvent: Sendable, Hashable {
    case started(action: Int)
    case finished(action: Int, ActionOutcome)
}

extension ActionOutcome {
    /// Whether the panel has what was planned.
    package var isSuccess: Bool {
        switch self {
        case .done, .alreadyApplied: true
        case .failed, .skipped, .blocked, .stale, .notAttempted: false
        }
    }

    /// Whether it was left undone because it must not be done, or not any more.
    package var isBlocked: Bool {
        switch self {
        case .blocked, .stale: true
        case .done, .alreadyApplied, .failed, .skipped, .notAttempted: false
        }
    }
}

extension ApplyReport {
    /// Whether something was left undone because it must not be done, or not any more.
    package var hasBlocked: Bool { outcomes.contains(where: \.isBlocked) }

    /// Whether the panel has everything that was planned.
    package var isComplete: Bool { outcomes.allSatisfy(\.isSuccess) }
}
