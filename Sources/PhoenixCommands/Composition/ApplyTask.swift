import Diagnostics
import PhoenixModel
import Planning

/// A plan to carry out, and what of it is done already.
struct ApplyTask: Sendable {
    let shown: ShownPlan
    let earlier: EarlierRun
    /// Whether an earlier run has done all of it.
    let isDone: Bool

    /// Shows the plan to people, and what of it is settled.
    func show(on run: CommandRun) {
        shown.show(on: run)
        let done = earlier.outcomes.count { $0?.isSuccess == true }
        let stale = earlier.outcomes.count { $0?.isBlocked == true }
        let parts = [(done, "done already"), (stale, "changed since it was planned")].filter { $0.0 > 0 }
        if !parts.isEmpty {
            run.console.note("of this plan: \(parts.map { "\($0.0) \($0.1)" }.joined(separator: ", "))")
        }
    }

    /// Whether anything may be done.
    var hasWork: Bool { shown.plan.actions.contains { $0.operation != .blocked } }

    /// The exit code where nothing is to be done, because nothing may be done; else nil.
    var status: ExitStatus? {
        if isDone || shown.plan.budget.isExceeded { return .blocked }
        return !hasWork && shown.plan.actions.contains { $0.operation == .blocked } ? .blocked : nil
    }

    /// How it ended where nothing may be done; nil where something may, or where there was nothing to do.
    var reportOfNothing: ApplyReport? {
        guard status != nil, !isDone else { return nil }
        let outcomes = shown.plan.actions.indices.map { position -> ActionOutcome in
            if shown.plan.actions[position].operation == .blocked { return .blocked }
            let known = earlier.outcomes.indices.contains(position) ? earlier.outcomes[position] : nil
            return known ?? .notAttempted
        }
        return ApplyReport(outcomes: outcomes, wasInterrupted: false)
    }

    /// A plan that was just made.
    init(_ shown: ShownPlan) {
        self.shown = shown
        earlier = EarlierRun()
        isDone = false
    }

    /// A saved plan, held against the panel as it is now.
    init(
        savedAt path: String, allowDeletes: Int?, from open: @Sendable () async throws -> any PanelReader,
        on run: CommandRun
    ) async throws {
        let saved = try PlanFile.read(path, environment: run.environment)
        let panel = try await open()
        guard PlanPaths(plan: path).isSame(panel.target, saved.plan.target) else {
            throw CommandError(
                .planForAnotherPanel,
                "\(path) was made for \(saved.plan.target.name), but the target is \(panel.target.name)",
                help: "use that panel, or plan again for this one", status: .error)
        }
        let resumption = PlanResumption(saved.plan, live: try await panel.readAll())
        var plan = resumption.plan
        if let allowDeletes {
            plan.budget = DeletionBudget(allowed: allowDeletes, isGiven: true, planned: plan.budget.planned)
        }
        shown = ShownPlan(plan: plan, warnings: [], sources: saved.sources)
        earlier = resumption.earlier
        isDone = resumption.isDone
    }
}
