/// The nodes of a graph in an order in which each stands behind all that its edges lead to, by Kahn's algorithm.
package struct TopologicalOrder: Sendable {
    /// As many nodes as there is an order for.
    package let nodes: [Int]
    /// The nodes that lie on a cycle, or lead to one, ascending: for these there is no order.
    package let unordered: [Int]

    package init(of graph: DirectedGraph) {
        var users: [[Int]] = Array(repeating: [], count: graph.nodeCount)
        var open = (0..<graph.nodeCount).map(graph.count(of:))
        for node in 0..<graph.nodeCount { for target in graph[node] { users[target].append(node) } }
        var nodes = open.indices.filter { open[$0] == 0 }
        var head = 0
        while head < nodes.count {
            for user in users[nodes[head]] {
                open[user] -= 1
                if open[user] == 0 { nodes.append(user) }
            }
            head += 1
        }
        self.nodes = nodes
        unordered = open.indices.filter { open[$0] > 0 }
    }
}
