package import Diagnostics

/// How many deletes an apply may carry out. One too many keeps the whole apply from starting.
package struct DeletionBudget: Sendable, Hashable {
    /// The most deletes that are allowed.
    package let allowed: Int
    /// Whether somebody said so (`--allow-deletes`), or it is the default.
    package let isGiven: Bool
    /// How many deletes the plan has.
    package let planned: Int

    package init(allowed: Int, isGiven: Bool, planned: Int) {
        self.allowed = allowed
        self.isGiven = isGiven
        self.planned = planned
    }

    package var isExceeded: Bool { planned > allowed }

    /// What is said when it is exceeded, with the flag to pass.
    package var diagnostic: Diagnostic? {
        guard isExceeded else { return nil }
        let limit = isGiven ? "--allow-deletes allows only \(allowed)" : "only \(allowed) may be deleted without a flag"
        return Diagnostic(
            .deletionBudget, "the plan deletes \(planned), but \(limit): nothing is applied",
            help: "if all of these should be deleted, use --allow-deletes \(planned)")
    }

    /// The default for a project that owns so many tasks on the panel: the smaller of 5 and a tenth of them, rounded
    /// down, but at least 1.
    package static func standard(ownedTasks: Int) -> Int { max(1, min(5, ownedTasks / 10)) }
}
