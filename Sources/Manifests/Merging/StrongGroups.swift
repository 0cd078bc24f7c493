/// Which nodes reach each other, by Tarjan's algorithm without recursion.
struct StrongGroups {
    /// The number of each node's group.
    private(set) var group: [Int]
    private var sizes: [Int] = []
    private var smallest: [Int] = []
    private let edges: DependencyEdges

    private struct Visit {
        let node: Int
        var nextEdge = 0
    }

    init(edges: DependencyEdges) {
        self.edges = edges
        group = Array(repeating: -1, count: edges.nodeCount)
        var order = [Int](repeating: -1, count: edges.nodeCount)
        var low = order
        var (counter, open): (Int, [Int]) = (0, [])
        for root in 0..<edges.nodeCount where order[root] < 0 && edges.count(of: root) > 0 {
            var visits = [Visit(node: root)]
            while let visit = visits.last {
                let node = visit.node
                if visit.nextEdge == 0 {
                    order[node] = counter
                    low[node] = counter
                    counter += 1
                    open.append(node)
                }
                if visit.nextEdge < edges.count(of: node) {
                    visits[visits.count - 1].nextEdge += 1
                    let next = edges[node, visit.nextEdge]
                    if order[next] < 0 {
                        // A node without edges is no part of a cycle.
                        if edges.count(of: next) > 0 { visits.append(Visit(node: next)) }
                    } else if group[next] < 0 {
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
        let number = sizes.count
        var (size, least) = (0, node)
        while let member = open.popLast() {
            group[member] = number
            size += 1
            least = min(least, member)
            if member == node { break }
        }
        sizes.append(size)
        smallest.append(least)
    }

    /// Whether a node is the smallest one of a group with a cycle.
    func isFirstOfCycle(_ node: Int) -> Bool {
        guard group[node] >= 0, smallest[group[node]] == node else { return false }
        return sizes[group[node]] > 1 || edges[node].contains(node)
    }
}
