package import Cron
package import PhoenixModel

/// Turns what the files want and what a panel has into the plan that makes them agree.
///
/// Pure: the same input gives the same plan, whatever the order of the objects on the panel.
package struct Planner: Sendable {
    package struct Options: Sendable {
        /// Whether objects of the same name that nobody owns are taken over.
        package var adopts: Bool
        /// Whether owned tasks that the files no longer have are deleted. Means nothing without ownership.
        package var prunes: Bool
        /// Whether ownership is kept on the panel; false is `--ownership none`.
        package var writesOwnership: Bool
        /// Whether fields that the panel lacks may be left out where that changes when a task runs.
        package var allowsUnsupported: Bool
        /// Whether the files win over changes that were made on the panel meanwhile.
        package var forcesConflicts: Bool
        /// How many deletes may be carried out; nil is `DeletionBudget.standard`.
        package var allowedDeletes: Int?
        /// Keys whose unreported values are written again.
        package var resend: KeySelection
        /// The keys that are planned for; everything else is left alone.
        package var selection: SelectedKeys
        /// The day it is in UTC, as days since 1970-01-01.
        package var today: Int
        /// Where the zones of schedules are looked up.
        package var zones: ZoneDatabase

        package init(
            adopts: Bool = false, prunes: Bool = false, writesOwnership: Bool = true, allowsUnsupported: Bool = false,
            forcesConflicts: Bool = false, allowedDeletes: Int? = nil, resend: KeySelection = [],
            selection: SelectedKeys = SelectedKeys(), today: Int, zones: ZoneDatabase = .system
        ) {
            self.adopts = adopts
            self.prunes = prunes
            self.writesOwnership = writesOwnership
            self.allowsUnsupported = allowsUnsupported
            self.forcesConflicts = forcesConflicts
            self.allowedDeletes = allowedDeletes
            self.resend = resend
            self.selection = selection
            self.today = today
            self.zones = zones
        }
    }

    private let options: Options

    package init(options: Options) {
        self.options = options
    }

    /// Linear in the number of objects and dependencies. Every problem is in the plan: what cannot be done as a
    /// blocked action, what people should know among its diagnostics.
    ///
    /// `groundwork` is that of `desired` on `live`, where it was worked out ahead.
    package func plan(desired: DesiredState, live: LiveState, groundwork: PlanGroundwork? = nil) -> Plan {
        // Without ownership, nothing is owned, and the groundwork is about what is.
        let groundwork = options.writesOwnership ? groundwork : nil
        let index =
            groundwork?.index
            ?? (options.writesOwnership ? LiveIndex(live, for: desired) : LiveIndex(live.objects, projects: []))
        let matching = Matcher(
            options: options, desired: desired, live: live, index: index, unchanged: groundwork?.unchanged
        ).match()
        var drafting = Drafting(
            options: options, desired: desired, live: live, index: index, matching: matching, groundwork: groundwork)
        drafting.draftAll()
        var plan = Plan(target: live.target, project: desired.project)
        plan.rateLimit = live.capabilities.rateLimit
        plan.scheduleCapabilities = live.schedules
        plan.serverNames = live.serverNames
        plan.unreadableServers = live.unreadableServers
        plan.unreadServerCount = live.unreadServerCount
        // Without anything to order, what is left is the ownership lines.
        plan.actions = drafting.drafts.all.isEmpty ? drafting.bookkeeping : actions(of: drafting, live, index)
        plan.orphans = drafting.orphans
        plan.unchangedCount = drafting.unchangedCount
        plan.foreignCount = drafting.foreignCount
        plan.unselectedCount = drafting.unselectedCount
        plan.budget = DeletionBudget(
            allowed: options.allowedDeletes ?? DeletionBudget.standard(ownedTasks: drafting.ownedTaskCount),
            isGiven: options.allowedDeletes != nil, planned: plan.actions.count { $0.operation == .delete })
        plan.diagnostics =
            drafting.diagnostics + RenameHints.find(in: plan.actions, orphans: drafting.orphanIndices, index)
        return plan
    }

    /// What can be done of the drafts, in an order that the panel accepts.
    private func actions(of drafting: Drafting, _ live: LiveState, _ index: LiveIndex) -> [Action] {
        var drafts = drafting.drafts
        let standings = Standings(index: index, drafts: drafts.all, count: drafting.memberCount)
        var refusals = Refusals(
            index: index, standings: standings, storesDependencies: live.capabilities.has(.dependsOn))
        refusals.block(&drafts)
        var ordering = Ordering(index: index, standings: standings)
        ordering.order(&drafts)
        return PlanAssembly(
            drafts: drafts, ordering: ordering, bookkeeping: drafting.bookkeeping, index: index,
            members: drafting.members
        ).actions()
    }
}
