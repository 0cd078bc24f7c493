import Diagnostics
import PanelStore
import PhoenixModel

/// A plan, what its apply said, and what was in the store before and after.
struct AppliedPlan: Sendable {
    let plan: Plan
    let report: ApplyReport
    let before: StoredTasks
    let after: StoredTasks

    /// Whatever did not end well, for people.
    var failures: [String] {
        zip(plan.actions, report.outcomes).filter { !$1.isSuccess }
            .map { "\($0.operation) \($0.name): \($1)" + ($0.block.map { ": \($0.message)" } ?? "") }
    }

    /// Where the report says other than the store.
    var untruths: [String] {
        guard plan.actions.count == report.outcomes.count else { return ["the report is not one of this plan"] }
        return zip(plan.actions, report.outcomes).compactMap { action, outcome in
            untruth(of: action, outcome).map { "\(action.operation) \(action.name): \(outcome), but \($0)" }
        }
    }

    private func untruth(of action: Action, _ outcome: ActionOutcome) -> String? {
        switch outcome {
        case .done(let id), .alreadyApplied(let id): isVisible(action, id: id) ? nil : "the store does not have it"
        case .failed(let error): untruth(ofFailed: action, error)
        case .skipped(let cause):
            if report.outcomes[cause].isSuccess {
                "what it waited for was done"
            } else {
                hasTouched(action) ? "it was done" : nil
            }
        case .blocked: action.operation == .blocked ? (hasTouched(action) ? "it was done" : nil) : "it was not blocked"
        case .stale: hasTouched(action) ? "it was done" : nil
        case .notAttempted: "nothing was interrupted"
        }
    }

    private func isVisible(_ action: Action, id: String) -> Bool {
        let record = after[id: id]
        switch action.operation {
        case .delete: return record == nil
        // What goes ahead of another write need not last.
        case .prepare: return record != nil
        case .blocked: return false
        case .create, .update, .adopt, .bookkeeping:
            guard let record, let write = action.write else { return false }
            return after.has(write, in: record)
        }
    }

    /// A write of which nobody knows may have been done; all others that failed must not have been.
    private func untruth(ofFailed action: Action, _ error: PanelError) -> String? {
        guard hasTouched(action) else { return nil }
        switch action.operation {
        case .create:
            let admissions = [
                "is unknown", "may still", "it is there already", "it was created disabled", "was left on it disabled",
            ]
            return admissions.contains { error.message.contains($0) } ? nil : "it was created"
        default: return error.code == .unreachable || error.code == .unexpectedAnswer ? nil : "it was done"
        }
    }

    /// Whether anything has become of the action.
    private func hasTouched(_ action: Action) -> Bool {
        guard let id = action.objectID else { return !after.owned(by: action.key).isEmpty }
        guard let record = after[id: id] else { return true }
        guard action.operation != .delete, let write = action.write, let earlier = before[id: id] else { return false }
        return !before.has(write, in: earlier) && after.has(write, in: record)
    }
}
