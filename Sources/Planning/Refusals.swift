import Diagnostics
import PhoenixModel

/// Blocks the drafts that the panel would refuse, and those that depend on them.
///
/// What is blocked changes what is possible for others, so every new block is followed to what it touches.
struct Refusals {
    private let index: LiveIndex
    private let standings: Standings
    private let storesDependencies: Bool
    /// By member: the drafts whose entries depend on it in the end.
    private var dependentDrafts: [[Int]] = []
    /// By name: the draft that is first to ask for it.
    private var takers: [String: Int] = [:]

    init(index: LiveIndex, standings: Standings, storesDependencies: Bool) {
        self.index = index
        self.standings = standings
        self.storesDependencies = storesDependencies
    }

    mutating func block(_ drafts: inout Drafts) {
        dependentDrafts = Array(repeating: [], count: standings.now.count)
        for (position, draft) in drafts.all.enumerated() {
            guard let then = draft.then else { continue }
            for dependency in then.dependencies { dependentDrafts[dependency].append(position) }
            if then.name != standings.now[draft.member]?.name, takers[then.name] == nil { takers[then.name] = position }
        }
        var blocked = drafts.indices.filter { drafts.all[$0].isBlocked }
        blocked += drafts.indices.filter { blockIfRefused($0, &drafts) }
        follow(blocked, &drafts)
        while true {
            let closing = DependencyCycles.closingDrafts(standings, drafts.all)
            if closing.isEmpty { return }
            for (position, path) in closing {
                drafts.block(position, .closesCycle(drafts.actions[position], labels(path, drafts)))
            }
            follow(closing.map(\.0), &drafts)
        }
    }

    private func follow(_ blocked: [Int], _ drafts: inout Drafts) {
        var queue = blocked
        var next = 0
        while next < queue.count {
            let draft = drafts.all[queue[next]]
            next += 1
            for position in affected(by: draft) where blockIfRefused(position, &drafts) {
                queue.append(position)
            }
        }
    }

    /// The drafts whose chances may have changed because `draft` is blocked.
    private func affected(by draft: Draft) -> [Int] {
        var affected = dependentDrafts[draft.member]
        guard let now = standings.now[draft.member] else { return affected }
        if let taker = takers[now.name] { affected.append(taker) }
        affected += now.dependencies.compactMap { standings.draft[$0] }
        return affected
    }

    private func blockIfRefused(_ position: Int, _ drafts: inout Drafts) -> Bool {
        guard !drafts.all[position].isBlocked, let reason = refusal(of: position, drafts) else { return false }
        drafts.block(position, reason)
        return true
    }

    // MARK: The rules

    private func refusal(of position: Int, _ drafts: Drafts) -> Diagnostic? {
        let draft = drafts.all[position]
        guard let then = draft.then else {
            let remaining = remainingDependents(of: draft, drafts.all, whereEnabled: false)
            return remaining.isEmpty
                ? nil : .dependentsRemain(drafts.actions[position], "deleted", labels(remaining, drafts))
        }
        for dependency in then.dependencies {
            guard let other = standings.draft[dependency], drafts.all[other].isBlocked, !drafts.all[other].isOrphan
            else { continue }
            return .blockedByDependency(drafts.actions[position], drafts.actions[other])
        }
        return dependencyRefusal(position, draft, then, drafts) ?? nameRefusal(position, draft, then, drafts)
    }

    private func dependencyRefusal(
        _ position: Int, _ draft: Draft, _ then: Standing, _ drafts: Drafts
    ) -> Diagnostic? {
        if standings.isDisabling(draft) {
            let action = drafts.actions[position]
            if action.observed?.isCritical == true { return .criticalService(action) }
            let remaining = remainingDependents(of: draft, drafts.all, whereEnabled: true)
            if !remaining.isEmpty { return .dependentsRemain(action, "disabled", labels(remaining, drafts)) }
        }
        guard storesDependencies, then.isEnabled else { return nil }
        let disabled = then.dependencies.filter { standings.then($0, drafts.all)?.isEnabled == false }
        return disabled.isEmpty
            ? nil : .dependencyStaysDisabled(drafts.actions[position], labels(disabled, drafts))
    }

    private func nameRefusal(_ position: Int, _ draft: Draft, _ then: Standing, _ drafts: Drafts) -> Diagnostic? {
        guard then.name != standings.now[draft.member]?.name else { return nil }
        if let first = takers[then.name], first != position, !drafts.all[first].isBlocked {
            return .nameWanted(drafts.actions[position], by: drafts.actions[first])
        }
        for holder in index.holders(ofName: then.name) where holder != draft.member {
            if standings.then(holder, drafts.all)?.name == then.name {
                return .nameStaysTaken(drafts.actions[position], by: index.objects[holder])
            }
        }
        return nil
    }

    /// The objects that still depend on the draft's in the end, those that will be enabled or all of them.
    private func remainingDependents(of draft: Draft, _ drafts: [Draft], whereEnabled: Bool) -> [Int] {
        index.dependents[draft.member].filter { dependent in
            guard let then = standings.then(dependent, drafts), then.dependencies.contains(draft.member) else {
                return false
            }
            return !whereEnabled || then.isEnabled
        }
    }

    // MARK: Names for people

    private func labels(_ members: [Int], _ drafts: Drafts) -> [String] { members.map { label($0, drafts) } }

    private func label(_ member: Int, _ drafts: Drafts) -> String {
        if let position = standings.draft[member] { return "'\(drafts.actions[position].key)'" }
        return index.objects.indices.contains(member) ? index.objects[member].quotedName : "another object"
    }
}
