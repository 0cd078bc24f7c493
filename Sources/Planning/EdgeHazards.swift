/// Dependencies that must go before others may come, or the panel would see a cycle in between.
///
/// When an object gets a new dependency, every dependency that will be gone in the end must be gone already wherever
/// the new one leads, also behind objects that are not written at all.
struct EdgeHazards {
    private let standings: Standings
    private let drafts: [Draft]
    /// By member: whether its dependencies in the end lead to a draft that drops one; empty when no draft does.
    private var leadsToRemover: [Bool] = []
    private var isRemover: [Bool] = []

    init(standings: Standings, drafts: [Draft]) {
        self.standings = standings
        self.drafts = drafts
        let removers = drafts.indices.filter { position in
            !drafts[position].isBlocked && !standings.droppedDependencies(drafts[position]).isEmpty
        }
        guard !removers.isEmpty else { return }
        isRemover = Array(repeating: false, count: drafts.count)
        leadsToRemover = Array(repeating: false, count: standings.now.count)
        for position in removers { isRemover[position] = true }
        mark(removers.map { drafts[$0].member })
    }

    private mutating func mark(_ members: [Int]) {
        var users: [[Int]] = Array(repeating: [], count: leadsToRemover.count)
        for member in leadsToRemover.indices {
            for dependency in standings.then(member, drafts)?.dependencies ?? [] { users[dependency].append(member) }
        }
        var queue = members
        for member in members { leadsToRemover[member] = true }
        while let member = queue.popLast() {
            for user in users[member] where !leadsToRemover[user] {
                leadsToRemover[user] = true
                queue.append(user)
            }
        }
    }

    /// The drafts whose removals must be done before the one at `position`. The search ends at each of them: it has
    /// waited for those behind it.
    func removers(before position: Int) -> [Int] {
        guard !isRemover.isEmpty, let then = drafts[position].then,
            isRemover[position] || !standings.addedDependencies(drafts[position]).isEmpty
        else { return [] }
        var found: [Int] = []
        var seen: Set<Int> = []
        var stack = then.dependencies.filter { leadsToRemover[$0] }
        while let member = stack.popLast() {
            guard seen.insert(member).inserted else { continue }
            if let draft = standings.draft[member], isRemover[draft] {
                found.append(draft)
            } else {
                stack += (standings.then(member, drafts)?.dependencies ?? []).filter { leadsToRemover[$0] }
            }
        }
        return found
    }
}
