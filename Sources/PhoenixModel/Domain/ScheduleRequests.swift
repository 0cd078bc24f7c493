/// How many requests a panel is sent for one action on a schedule of a server.
package enum ScheduleRequests {
    /// A schedule is read before it is written to. It is made inactive, looked for among those of its server, given its
    /// tasks one by one, and written once more, activated where it is to be; a change of tasks deactivates it first, and
    /// touches those that differ.
    package static func count(of action: Action) -> Int {
        switch action.operation {
        case .blocked: return 0
        case .delete: return 2
        case .create:
            guard let fields = action.write?.fields else { return 0 }
            return 3 + fields.stepCount
        case .update, .adopt, .prepare, .bookkeeping:
            guard let fields = action.write?.fields, let observed = action.observed?.fields else { return 2 }
            let tasks = changedSteps(from: observed, to: fields)
            return tasks == 0 ? 2 : 3 + tasks
        }
    }

    /// The tasks that are changed, created or deleted: they are known by their places.
    package static func changedSteps(from observed: ServiceFields, to wanted: ServiceFields) -> Int {
        guard let wanted = wanted.canonicalSteps else { return 0 }
        let observed = observed.canonicalSteps ?? []
        return abs(wanted.count - observed.count) + zip(wanted, observed).count { $0 != $1 }
    }
}

extension ServiceFields {
    package var stepCount: Int { if case .list(let steps)? = steps { steps.count } else { 0 } }

    /// Secrets in plain text, as panels have them.
    fileprivate var canonicalSteps: [Value]? {
        guard let steps, case .list(let elements) = ScheduleRules.steps.canonical(steps.revealed()) else { return nil }
        return elements
    }
}
