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
            if let name = then.name, name != standings.now[draft.member]?.name, takers[name] == nil {
                takers[name] = position
            }
        }
        var blocked = drafts.indices.filter { drafts.all[$0].isBlocked }
        blocked += drafts.indices.filter { blockIfRefused($0, &drafts) }
        follow(blocked, &drafts)
        while true {
            let closings = ClosedCycles(standings, drafts.all).closings
            if closings.isEmpty { return }
            for closing in closings {
                let cycle = labels(closing.cycle, drafts)
                drafts.block(closing.position, .closesCycle(drafts.actions[closing.position], cycle))
            }
            follow(closings.map(\.position), &drafts)
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
        if let name = now.name, let taker = takers[name] { affected.append(taker) }
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
        let services = PlannedServices(after: drafts.all, index, standings)
        guard let then = draft.then else {
            return PanelRules.deleting(draft.member, drafts.actions[position].kind, in: services)
                .map { diagnostic($0, position, drafts, deed: "deleted") }
        }
        for dependency in then.dependencies {
            guard let other = standings.draft[dependency], drafts.all[other].isBlocked, !drafts.all[other].isOrphan
            else { continue }
            return .blockedByDependency(drafts.actions[position], drafts.actions[other])
        }
        let isCritical = drafts.actions[position].observed?.isCritical == true
        let refusal =
            PanelRules.switching(
                draft.member, from: standings.now[draft.member]?.isEnabled ?? false, to: then.isEnabled,
                isCritical: isCritical, in: services)
            ?? (storesDependencies
                ? PanelRules.depending(isEnabled: then.isEnabled, on: then.dependencies, in: services) : nil)
        return refusal.map { diagnostic($0, position, drafts) } ?? nameRefusal(position, then, services, drafts)
    }

    /// Of several that ask for one name, the first gets it.
    private func nameRefusal(
        _ position: Int, _ then: Standing, _ services: PlannedServices, _ drafts: Drafts
    ) -> Diagnostic? {
        guard let name = then.name else { return nil }
        let member = drafts.all[position].member
        let before = standings.now[member]?.name
        if name != before, let first = takers[name], first != position, !drafts.all[first].isBlocked {
            return .nameWanted(drafts.actions[position], by: drafts.actions[first])
        }
        return PanelRules.naming(from: before, to: name, of: member, in: services)
            .map { diagnostic($0, position, drafts) }
    }

    /// `deed`: what would be done to the object if nothing depended on it.
    private func diagnostic(
        _ refusal: PanelRefusal<Int>, _ position: Int, _ drafts: Drafts, deed: String = "disabled"
    ) -> Diagnostic {
        let action = drafts.actions[position]
        return switch refusal {
        case .nameTaken(let holder): .nameStaysTaken(action, by: index.objects[holder])
        case .dependencyCycle(let cycle): .closesCycle(action, labels(cycle, drafts))
        case .dependencyDisabled(let members): .dependencyStaysDisabled(action, labels(members, drafts))
        case .critical: .criticalService(action)
        case .dependentsRemain(let members): .dependentsRemain(action, deed, labels(members, drafts))
        case .kindStays: .kindStays(action)
        }
    }

    // MARK: Names for people

    private func labels(_ members: [Int], _ drafts: Drafts) -> [String] { members.map { label($0, drafts) } }

    private func label(_ member: Int, _ drafts: Drafts) -> String {
        if let position = standings.draft[member] { return "'\(drafts.actions[position].key)'" }
        return index.objects.indices.contains(member) ? index.objects[member].quotedName : "another object"
    }
}
