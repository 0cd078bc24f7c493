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
