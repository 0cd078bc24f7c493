import Graphs
import PhoenixModel

/// Finds an order in which the panel accepts every write.
///
/// Mostly the waits have no cycle. Where they have, a preparation goes ahead: first those that let dependencies go (the
/// dependencies of the panel and those of the files have no cycles of their own, so that always opens one that is not
/// about names), then temporary names.
struct Ordering {
    private let index: LiveIndex
    private let standings: Standings
    private(set) var preparations: [Int: Preparation] = [:]
    /// What each draft, and behind those each preparation, waits for; both by position.
    private(set) var waits: [[Int]] = []

    init(index: LiveIndex, standings: Standings) {
        self.index = index
        self.standings = standings
    }

    mutating func order(_ drafts: inout Drafts) {
        let hazards = EdgeHazards(standings: standings, drafts: drafts.all)
        while true {
            let graph = WaitGraph(
                index: index, standings: standings, drafts: drafts.all, preparations: preparations, hazards: hazards)
            waits = graph.waits
            let order = DirectedGraph(nodeCount: waits.count) { waits[$0] }
            let cycles = StronglyConnectedComponents(of: order).cyclic
            if cycles.isEmpty { return }
            var hasChanged = false
            for cycle in cycles {
                let (detaching, freeing) = remedies(Set(cycle), cycle, graph, drafts.all)
                for position in detaching { preparations[position, default: Preparation()].detaches = true }
                for position in freeing { preparations[position, default: Preparation()].freesName = true }
                if !detaching.isEmpty || !freeing.isEmpty { hasChanged = true }
            }
            if !hasChanged { return blockUnordered(order, &drafts) }
        }
    }

    private func remedies(
        _ nodes: Set<Int>, _ cycle: [Int], _ graph: WaitGraph, _ drafts: [Draft]
    ) -> (detaching: [Int], freeing: [Int]) {
        let positions = cycle.filter { drafts.indices.contains($0) && !drafts[$0].isDelete }
        let detaching = positions.filter { isInTheWay($0, nodes, drafts) }
        if !detaching.isEmpty { return (detaching, []) }
        var holders: [Int: Int] = [:]
        for position in positions {
            guard let then = drafts[position].then else { continue }
            for holder in graph.nameHolders(drafts[position], then)
            where graph.nodeFreeingName(holder) == holder && nodes.contains(holder) && !drafts[holder].isDelete {
                holders[position] = holder
            }
        }
        let swaps = swaps(among: positions, holders)
        return ([], swaps.isEmpty ? Set(holders.values).sorted() : swaps)
    }

    /// The first position of each circle of objects that take each other's names.
    private func swaps(among positions: [Int], _ holders: [Int: Int]) -> [Int] {
        let number = Dictionary(uniqueKeysWithValues: positions.enumerated().map { ($1, $0) })
        let takes = DirectedGraph(nodeCount: positions.count) { taker in
            holders[positions[taker]].flatMap { number[$0] }.map { [$0] } ?? []
        }
        return StronglyConnectedComponents(of: takes).cyclic.map { positions[$0[0]] }
    }

    /// Whether others of the cycle wait for the draft only because of what it depends on now.
    private func isInTheWay(_ position: Int, _ nodes: Set<Int>, _ drafts: [Draft]) -> Bool {
        let draft = drafts[position]
        guard preparations[position]?.detaches != true,
            standings.isDisabling(draft) || !standings.droppedDependencies(draft).isEmpty
        else { return false }
        return standings.now[draft.member]?.dependencies.contains { dependency in
            guard let other = standings.draft[dependency], !drafts[other].isBlocked,
                nodes.contains(other) || nodes.contains(drafts.count + other)
            else { return false }
            return drafts[other].isDelete || standings.isDisabling(drafts[other])
        } ?? false
    }

    /// The last resort, which no known case needs: what cannot be ordered is not done.
    private func blockUnordered(_ order: DirectedGraph, _ drafts: inout Drafts) {
        for position in TopologicalOrder(of: order).unordered where drafts.indices.contains(position) {
            drafts.block(position, .noOrder(drafts.actions[position]))
        }
    }
}
