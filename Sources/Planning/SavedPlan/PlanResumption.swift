package import PhoenixModel

/// Holds a saved plan against the panel as it is now, before anything is written: what is as it was when the plan was
/// made can be done, what is as planned is done already, and everything else is left alone.
///
/// A plan that is applied twice thus does nothing the second time, and one that stopped half-way goes on.
package struct PlanResumption: Sendable {
    /// The plan, with the objects as they were seen now in place of what its file could hold of them.
    package private(set) var plan: Plan
    package private(set) var earlier: EarlierRun

    /// Linear in the number of objects and actions.
    package init(_ plan: Plan, live: LiveState) {
        self.plan = plan
        earlier = EarlierRun(outcomes: Array(repeating: nil, count: plan.actions.count))
        var byID: [String: LiveObject] = Dictionary(minimumCapacity: live.objects.count)
        for object in live.objects { byID[object.id] = object }
        findCreated(in: live)
        for position in plan.actions.indices where plan.actions[position].operation != .blocked {
            // What cannot be read is neither gone nor done.
            if let server = plan.actions[position].server, let reason = live.unreadableServers[server] {
                let name = live.serverNames[server] ?? plan.serverNames[server]
                earlier.outcomes[position] = .stale(.serverUnreadable(server, name, reason))
            } else if plan.actions[position].operation == .create {
                settleCreate(position, byID)
            } else if let id = plan.actions[position].objectID {
                settle(position, byID[id])
            }
        }
    }

    /// Whether everything that the plan was to do was found done.
    package var isDone: Bool {
        var count = 0
        for (action, outcome) in zip(plan.actions, earlier.outcomes) where action.operation != .blocked {
            guard case .alreadyApplied? = outcome else { return false }
            count += 1
        }
        return count > 0
    }

    // MARK: Creates

    private mutating func findCreated(in live: LiveState) {
        var wanted: [String: Set<String>] = [:]
        for action in plan.actions where action.operation == .create {
            guard case .set(let ownership)? = action.write?.ownership else { continue }
            wanted[ownership.project, default: []].insert(ownership.key)
        }
        for object in live.objects where object.kind != .system {
            guard case .owned(let ownership) = object.ownership,
                wanted[ownership.project]?.contains(ownership.key) == true
            else { continue }
            earlier.createdIDs[ownership.key] = object.id
        }
    }

    private mutating func settleCreate(_ position: Int, _ byID: [String: LiveObject]) {
        let action = plan.actions[position]
        guard let write = action.write, let object = earlier.createdIDs[action.key].flatMap({ byID[$0] }) else {
            return
        }
        earlier.outcomes[position] =
            object.isAsWritten(resolved(write)) ? .alreadyApplied(id: object.id) : .stale(.createdOtherwise(object))
    }

    /// The write with an id in place of each key of an object that the plan has made.
    private func resolved(_ write: ObjectWrite) -> ObjectWrite {
        var write = write
        write.fields.dependsOn = write.fields.dependsOn?.map { dependency in
            if case .key(let key) = dependency, let id = earlier.createdIDs[key] { return .id(id) }
            return dependency
        }
        return write
    }

    // MARK: Objects that are there

    private mutating func settle(_ position: Int, _ object: LiveObject?) {
        let action = plan.actions[position]
        guard let object else {
            earlier.outcomes[position] =
                action.operation == .delete
                ? .alreadyApplied(id: action.objectID ?? "") : .stale(.stale(nil, since: action.observed))
            return
        }
        let preparation = preparation(of: position)
        if isUnmoved(object, since: action) || preparation.map({ isPrepared(object, by: $0) }) == true {
            takeOver(position, object)
        } else if isDone(action, on: object) {
            earlier.outcomes[position] = .alreadyApplied(id: object.id)
            if let preparation { earlier.outcomes[preparation] = .alreadyApplied(id: object.id) }
        } else {
            earlier.outcomes[position] = .stale(.stale(hiding(object, action), since: action.observed))
        }
    }

    /// The write that goes ahead of an action on the same object: it stands right before it.
    private func preparation(of position: Int) -> Int? {
        guard position > 0, plan.actions[position - 1].operation == .prepare,
            plan.actions[position - 1].objectID == plan.actions[position].objectID
        else { return nil }
        return position - 1
    }

    private func isPrepared(_ object: LiveObject, by preparation: Int) -> Bool {
        if case .alreadyApplied? = earlier.outcomes[preparation] { return true }
        return isDone(plan.actions[preparation], on: object)
    }

    private func isUnmoved(_ object: LiveObject, since action: Action) -> Bool {
        action.observed.map { hiding(object, action).isUnchanged(since: $0) } ?? false
    }

    private func isDone(_ action: Action, on object: LiveObject) -> Bool {
        guard var write = action.write else { return false }
        write.fields = HiddenValue.filling(write.fields, from: object.fields)
        return object.isAsWritten(resolved(write))
    }

    /// The object without the values that the plan's file does not hold.
    private func hiding(_ object: LiveObject, _ action: Action) -> LiveObject {
        var object = object
        object.fields = HiddenValue.hiding(SecretPaths(action.hiddenPaths), in: object.fields)
        return object
    }

    private mutating func takeOver(_ position: Int, _ object: LiveObject) {
        plan.actions[position].observed = object
        plan.actions[position].hiddenPaths = []
        if let write = plan.actions[position].write {
            plan.actions[position].write?.fields = HiddenValue.filling(write.fields, from: object.fields)
        }
    }
}
