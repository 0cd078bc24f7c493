import PhoenixModel

/// Cycles that the dependencies would have in the end, which no panel accepts. The files alone have none; together
/// with dependencies that are left alone on the panel they can.
enum DependencyCycles {
    /// The drafts that add an edge of a cycle, each with a way round it.
    static func closingDrafts(_ standings: Standings, _ drafts: [Draft]) -> [(Int, path: [Int])] {
        let edges: (Int) -> [Int] = { standings.then($0, drafts)?.dependencies ?? [] }
        var closing: [(Int, path: [Int])] = []
        for cycle in StrongComponents.cycles(count: standings.now.count, edges: edges) {
            let members = Set(cycle)
            for member in cycle {
                guard let position = standings.draft[member], !drafts[position].isBlocked,
                    let added = standings.addedDependencies(drafts[position]).first(where: members.contains)
                else { continue }
                closing.append((position, path(from: member, over: added, within: members, edges)))
            }
        }
        return closing
    }

    /// A shortest way from `start` over `first` back to `start`.
    private static func path(
        from start: Int, over first: Int, within members: Set<Int>, _ edges: (Int) -> [Int]
    ) -> [Int] {
        var previous: [Int: Int] = [first: start]
        var queue = [first]
        var next = 0
        while next < queue.count, previous[start] == nil {
            let node = queue[next]
            next += 1
            for target in edges(node) where members.contains(target) && previous[target] == nil {
                previous[target] = node
                queue.append(target)
            }
        }
        var path = [start]
        var node = previous[start]
        while let current = node, current != start, path.count <= members.count {
            path.append(current)
            node = previous[current]
        }
        return (path + [start]).reversed()
    }
}
