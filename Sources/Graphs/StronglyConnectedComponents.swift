/// Which nodes of a graph reach each other, by Tarjan's algorithm without recursion: linear in nodes and edges.
package struct StronglyConnectedComponents: Sendable {
    package let graph: DirectedGraph
    /// The number of each node's component; -1 for nodes without edges, which are on no cycle.
    private var component: [Int]
    private var sizes: [Int] = []

    private struct Visit {
        let node: Int
        var nextEdge = 0
    }

    package init(of graph: DirectedGraph) {
        self.graph = graph
        component = Array(repeating: -1, count: graph.nodeCount)
        var order = [Int](repeating: -1, count: graph.nodeCount)
        var low = order
        var (counter, open): (Int, [Int]) = (0, [])
        var visits: [Visit] = []
        for root in 0..<graph.nodeCount where order[root] < 0 && graph.count(of: root) > 0 {
            visits.append(Visit(node: root))
            while let visit = visits.last {
                let node = visit.node
                if visit.nextEdge == 0 {
                    order[node] = counter
                    low[node] = counter
                    counter += 1
                    open.append(node)
                }
                if visit.nextEdge < graph.count(of: node) {
                    visits[visits.count - 1].nextEdge += 1
                    let next = graph[node, visit.nextEdge]
                    if order[next] < 0 {
                        if graph.count(of: next) > 0 { visits.append(Visit(node: next)) }
                    } else if component[next] < 0 {
                        low[node] = min(low[node], order[next])
                    }
                    continue
                }
                visits.removeLast()
                if let parent = visits.last?.node { low[parent] = min(low[parent], low[node]) }
                if low[node] == order[node] { close(node, &open) }
            }
        }
    }

    private mutating func close(_ node: Int, _ open: inout [Int]) {
        var size = 0
        while let member = open.popLast() {
            component[member] = sizes.count
            size += 1
            if member == node { break }
        }
        sizes.append(size)
    }

    /// The components that have a cycle: those of several nodes, and single nodes with an edge to themselves. Each
    /// ascending, and in the order of their smallest nodes.
    package var cyclic: [[Int]] {
        var members: [[Int]] = []
        var position: [Int: Int] = [:]
        for node in 0..<graph.nodeCount where isOnCycle(node) {
            if let known = position[component[node]] {
                members[known].append(node)
            } else {
                position[component[node]] = members.count
                members.append([node])
            }
        }
        return members
    }

    private func isOnCycle(_ node: Int) -> Bool {
        component[node] >= 0 && (sizes[component[node]] > 1 || graph[node].contains(node))
    }

    /// A shortest cycle through a node that is on one: it starts with the node, and its last node leads back there.
    /// Linear in the node's component.
    ///
    /// `first`: the node that the cycle must lead to first; nil for any.
    package func shortestCycle(from node: Int, over first: Int? = nil) -> [Int]? {
        let way = ShortestPath.find(from: first.map { [$0] } ?? within(node, of: node), to: node) {
            within($0, of: node)
        }
        return way.map { [node] + $0.dropLast() }
    }

    private func within(_ node: Int, of member: Int) -> [Int] {
        graph[node].filter { component[$0] == component[member] }
    }
}
