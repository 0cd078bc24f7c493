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

    mutating func block(_ drafts: inout [Draft]) {
        dependentDrafts = Array(repeating: [], count: standings.now.count)
        for (position, draft) in drafts.enumerated() {
            guard let then = draft.then else { continue }
            for dependency in then.dependencies { dependentDrafts[dependency].append(position) }
            if then.name != standings.now[draft.member]?.name, takers[then.name] == nil { takers[then.name] = position }
        }
        var blocked = drafts.indices.filter { drafts[$0].isBlocked }
        blocked += drafts.indices.filter { blockIfRefused($0, &drafts) }
        follow(blocked, &drafts)
        while true {
            let closing = DependencyCycles.closingDrafts(standings, drafts)
            if closing.isEmpty { return }
            for (position, path) in closing {
                drafts[position].action.block(.closesCycle(drafts[position].action, path.map { label($0, drafts) }))
            }
            follow(closing.map(\.0), &drafts)
        }
    }

    private func follow(_ blocked: [Int], _ drafts: inout [Draft]) {
        var queue = blocked
        var next = 0
        while next < queue.count {
            let draft = drafts[queue[next]]
            next += 1
            for position in affected(by: draft, drafts) where blockIfRefused(position, &drafts) {
                queue.append(position)
            }
        }
    }

    /// The drafts whose chances may have changed because `draft` is blocked.
    private func affected(by draft: Draft, _ drafts: [Draft]) -> [Int] {
        var affected = dependentDrafts[draft.member]
        guard let now = standings.now[draft.member] else { return affected }
        if let taker = takers[now.name] { affected.append(taker) }
        affected += now.dependencies.compactMap { standings.draft[$0] }
        return affected
    }

    private func blockIfRefused(_ position: Int, _ drafts: inout [Draft]) -> Bool {
        guard !drafts[position].isBlocked, let reason = refusal(of: position, drafts) else { return false }
        drafts[position].action.block(reason)
        return true
    }

    // MARK: The rules

    private func refusal(of position: Int, _ drafts: [Draft]) -> Diagnostic? {
        let draft = drafts[position]
        guard let then = draft.then else {
            let remaining = remainingDependents(of: draft, drafts, whereEnabled: false)
            return remaining.isEmpty ? nil : .dependentsRemain(draft.action, "deleted", labels(remaining, drafts))
        }
        for dependency in then.dependencies {
            guard let other = standings.draft[dependency], drafts[other].isBlocked, !drafts[other].isOrphan else {
                continue
            }
            return .blockedByDependency(draft.action, drafts[other].action)
        }
        return dependencyRefusal(draft, then, drafts) ?? nameRefusal(position, draft, then, drafts)
    }

    private func dependencyRefusal(_ draft: Draft, _ then: Standing, _ drafts: [Draft]) -> Diagnostic? {
        if standings.isDisabling(draft) {
            if draft.action.observed?.isCritical == true { return .criticalService(draft.action) }
            let remaining = remainingDependents(of: draft, drafts, whereEnabled: true)
            if !remaining.isEmpty { return .dependentsRemain(draft.action, "disabled", labels(remaining, drafts)) }
        }
        guard storesDependencies, then.isEnabled else { return nil }
        let disabled = then.dependencies.filter { standings.then($0, drafts)?.isEnabled == false }
        return disabled.isEmpty ? nil : .dependencyStaysDisabled(draft.action, labels(disabled, drafts))
    }

    private func nameRefusal(_ position: Int, _ draft: Draft, _ then: Standing, _ drafts: [Draft]) -> Diagnostic? {
        guard then.name != standings.now[draft.member]?.name else { return nil }
        if let first = takers[then.name], first != position, !drafts[first].isBlocked {
            return .nameWanted(draft.action, by: drafts[first].action)
        }
        for holder in index.holders(ofName: then.name) where holder != draft.member {
            if standings.then(holder, drafts)?.name == then.name {
                return .nameStaysTaken(draft.action, by: index.objects[holder])
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

    private func labels(_ members: [Int], _ drafts: [Draft]) -> [String] { members.map { label($0, drafts) } }

    private func label(_ member: Int, _ drafts: [Draft]) -> String {
        if let position = standings.draft[member] { return "'\(drafts[position].action.key)'" }
        return index.objects.indices.contains(member) ? index.objects[member].quotedName : "another object"
    }
}
