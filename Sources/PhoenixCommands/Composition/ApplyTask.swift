import Diagnostics
import Manifests
import PhoenixModel
import Planning
import Synchronization

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

    /// A saved plan of the file at `path`, held against the panels as they are now.
    init(_ saved: SavedPlan, at path: String, allowDeletes: Int?, from targets: PlanTargets) async throws {
        let target = try await targets.target()
        guard PlanPaths(plan: path).isSame(target, saved.plan.target) else {
            throw CommandError(
                .planForAnotherPanel,
                "\(path) was made for \(saved.plan.target.names), but the target is \(target.names)",
                help: "use that panel, or plan again for this one", status: .error)
        }
        let servers = Set(saved.plan.actions.compactMap(\.server))
        let missing = Mutex(servers)
        var live = try await targets.read { all in
            missing.withLock { $0.subtract(all.map(\.id)) }
            return all.filter { servers.contains($0.id) }
        }
        for server in missing.withLock({ $0 }) where targets.schedules != nil {
            live.unreadableServers[server] = ScheduleResolution.missingReason
        }
        let resumption = PlanResumption(saved.plan, live: live)
        var plan = resumption.plan
        plan.target.isServed = live.target.isServed
        if let allowDeletes {
            plan.budget = DeletionBudget(allowed: allowDeletes, isGiven: true, planned: plan.budget.planned)
        }
        shown = ShownPlan(plan: plan, warnings: [], sources: saved.sources)
        earlier = resumption.earlier
        isDone = resumption.isDone
    }
}

extension PanelTarget {
    fileprivate var names: String {
        guard let clientAPI, !hasSchedulesAlone else { return name }
        return "\(name) and the Client API of \(clientAPI)"
    }
}
