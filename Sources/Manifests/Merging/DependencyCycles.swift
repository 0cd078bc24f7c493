/// The cycles of a graph: one short one for each group of nodes that reach each other.
struct DependencyCycles {
    /// Each starts with its smallest node; its last one leads back to the first.
    private(set) var cycles: [[Int]] = []
    private let edges: DependencyEdges

    init(edges: DependencyEdges) {
        self.edges = edges
        let groups = StrongGroups(edges: edges)
        for start in 0..<edges.nodeCount where groups.isFirstOfCycle(start) {
            cycles.append(shortestCycle(from: start, within: groups))
        }
    }

    /// Breadth first, so that nothing shorter leads back.
    private func shortestCycle(from start: Int, within groups: StrongGroups) -> [Int] {
        var parents: [Int: Int] = [:]
        var queue = [start]
        var head = 0
        while head < queue.count {
            let node = queue[head]
            head += 1
            for next in edges[node] where groups.group[next] == groups.group[start] {
                if next == start {
                    var path = [node]
                    while let last = path.last, last != start, let parent = parents[last] { path.append(parent) }
                    return path.reversed()
                }
                if parents[next] == nil {
                    parents[next] = node
                    queue.append(next)
                }
            }
        }
        return [start]
    }
}

/// Who depends on whom, by number; the edges of all nodes in one array.
struct DependencyEdges {
    private var targets: [Int] = []
    /// Where the edges of each node start, and where the last ones end.
    private var starts = [0]

    init(capacity: Int) {
        targets.reserveCapacity(capacity)
        starts.reserveCapacity(capacity + 1)
    }

    var nodeCount: Int { starts.count - 1 }

    /// Adds an edge to the node that comes next.
    mutating func append(_ target: Int) { targets.append(target) }

    /// Ends the edges of a node.
    mutating func endNode() { starts.append(targets.count) }

    /// How many edges a node has.
    func count(of node: Int) -> Int { starts[node + 1] - starts[node] }

    subscript(node: Int) -> ArraySlice<Int> { targets[starts[node]..<starts[node + 1]] }

    subscript(node: Int, edge: Int) -> Int { targets[starts[node] + edge] }
}

/// Which nodes reach each other, by Tarjan's algorithm without recursion.
private struct StrongGroups {
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
