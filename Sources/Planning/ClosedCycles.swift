import Graphs
import PhoenixModel

/// Cycles that the dependencies would have in the end, which no panel accepts. The files alone have none; together
/// with dependencies that are left alone on the panel they can.
struct ClosedCycles {
    /// A draft that adds an edge of a cycle.
    struct Closing {
        let position: Int
        /// A cycle over that edge, starting with the draft's member; empty where enough are told in full.
        let cycle: [Int]
    }

    /// Finding a way round is linear in the cycle, so only so many drafts of each get one.
    private static let spelledOutLimit = 20

    private(set) var closings: [Closing] = []

    init(_ standings: Standings, _ drafts: [Draft]) {
        let components = StronglyConnectedComponents(
            of: DirectedGraph(nodeCount: standings.now.count) { standings.then($0, drafts)?.dependencies ?? [] })
        for component in components.cyclic {
            let members = Set(component)
            var spelledOut = 0
            for member in component {
                guard let position = standings.draft[member], !drafts[position].isBlocked,
                    let added = standings.addedDependencies(drafts[position]).first(where: members.contains)
                else { continue }
                let isSpelledOut = spelledOut < Self.spelledOutLimit
                let cycle = isSpelledOut ? components.shortestCycle(from: member, over: added) : nil
                spelledOut += 1
                closings.append(Closing(position: position, cycle: cycle ?? []))
            }
        }
    }
}
