package import PhoenixModel

/// The counts of a plan, for its last line and for the question before an apply.
package struct PlanSummary: Sendable {
    package let creates: Int
    package let updates: Int
    package let adopts: Int
    package let deletes: Int
    package let blocked: Int
    private let plan: Plan

    package init(_ plan: Plan) {
        func count(_ operation: PhoenixModel.Action.Operation) -> Int {
            plan.actions.count { $0.operation == operation }
        }
        self.plan = plan
        creates = count(.create)
        updates = count(.update)
        adopts = count(.adopt)
        deletes = count(.delete)
        blocked = count(.blocked)
    }

    /// How many actions change something.
    package var changeCount: Int { creates + updates + adopts + deletes }

    func text(_ style: TextStyle) -> String {
        var parts = [
            (creates, "to create", TextStyle.Role.added), (updates, "to update", .changed),
            (adopts, "to adopt", .changed), (deletes, "to delete", .removed), (blocked, "blocked", .error),
        ].filter { $0.0 > 0 }.map { style($0.2, "\($0.0) \($0.1)") }
        if parts.isEmpty { parts.append("nothing to do") }
        parts.append("\(plan.unchangedCount) unchanged")
        parts += moved(style)
        if plan.foreignCount > 0 { parts.append("\(plan.foreignCount) foreign, left alone") }
        if plan.unselectedCount > 0 { parts.append("\(plan.unselectedCount) not selected") }
        var line = "\(style(.strong, "Plan")): \(parts.joined(separator: ", ")). "
        line += plan.requestCount == 0 ? "No requests." : "\(Plural.text(plan.requestCount, "request"))\(duration)."
        return line
    }

    /// How many objects were changed on the panel, beside what the files ask for.
    private func moved(_ style: TextStyle) -> [String] {
        let labels = plan.actions.map(\.labels)
        let conflicts = labels.count { $0.contains(.conflict) }
        let drifted = labels.count { $0.contains(.drift) }
        return [(drifted, "drifted", TextStyle.Role.changed), (conflicts, "in conflict", .error)]
            .filter { $0.0 > 0 }.map { style($0.2, "\($0.0) \($0.1)") }
    }

    /// How long the panel's limits make the requests take; nothing where they fit into one minute.
    private var duration: String {
        let minutes = plan.leastSeconds / 60
        guard minutes > 0 else { return "" }
        let schedules = plan.scheduleCapabilities
        let limits = [
            (plan.rateLimit ?? schedules?.rateLimit).map { "\($0) a minute" },
            schedules?.createsPerMinute.map { "\(Plural.text($0, "new schedule")) a minute on one server" },
        ].compactMap(\.self)
        return ", at least \(Plural.text(minutes, "minute")) at the panel's \(limits.joined(separator: " and "))"
    }
}
