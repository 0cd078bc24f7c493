package import Diagnostics

/// What an apply would do, as a value: everything that is shown, reported, saved or executed is drawn from it.
package struct Plan: Sendable {
    package var target: PanelTarget
    package var project: String
    /// In the order they are shown. Apply starts an action when those in its `waitsFor` are done.
    package var actions: [Action]
    /// Owned objects whose keys the files no longer have, where nothing is asked to be done about them.
    package var orphans: [Orphan]
    /// How many objects agree with the files.
    package var unchangedCount: Int
    /// How many objects of the panel belong to nobody here: system services that no file names are not counted.
    package var foreignCount: Int
    /// How many objects of the files, and owned ones that the files do not have, were not selected.
    package var unselectedCount = 0
    /// Warnings and hints; errors stand in `blocked` actions.
    package var diagnostics: [Diagnostic]
    /// How many deletes are allowed, and how many there are.
    package var budget: DeletionBudget
    /// Requests a minute that the panel takes, where it says so.
    package var rateLimit: Int?
    /// What limits the writing of schedules of servers; nil where there are none.
    package var scheduleCapabilities: ScheduleCapabilities?
    /// The names of servers, for people.
    package var serverNames: [GameServer.ID: String] = [:]
    /// Why nothing is known of the schedules of a server, by server.
    package var unreadableServers: [GameServer.ID: String] = [:]
    /// How many servers were not looked at, because no entry selects them.
    package var unreadServerCount = 0
    /// How many requests the actions need in all.
    package var requestCount: Int { actions.reduce(0) { $0 + $1.requestCount } }

    package init(
        target: PanelTarget, project: String, actions: [Action] = [], orphans: [Orphan] = [], unchangedCount: Int = 0,
        foreignCount: Int = 0, diagnostics: [Diagnostic] = [],
        budget: DeletionBudget = DeletionBudget(allowed: 1, isGiven: false, planned: 0)
    ) {
        self.target = target
        self.project = project
        self.actions = actions
        self.orphans = orphans
        self.unchangedCount = unchangedCount
        self.foreignCount = foreignCount
        self.diagnostics = diagnostics
        self.budget = budget
    }
}

/// An owned object whose key is not in the files.
package struct Orphan: Sendable, Hashable {
    package let id: String
    package let key: String
    package let name: String
    package let kind: ObjectKind
    package let isProtected: Bool
    /// Whether others carry the same line: then nothing is done to any of them.
    package let isOneOfSeveral: Bool

    package init(
        id: String, key: String, name: String, kind: ObjectKind, isProtected: Bool, isOneOfSeveral: Bool = false
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.kind = kind
        self.isProtected = isProtected
        self.isOneOfSeveral = isOneOfSeveral
    }
}
