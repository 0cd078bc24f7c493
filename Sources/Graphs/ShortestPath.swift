/// The shortest way through a graph that need not be known as a whole: edges are asked for as they are needed.
package enum ShortestPath {
    /// The nodes from one of `starts` to `goal`, both included; nil when no way leads there. Breadth first, so that
    /// nothing shorter does; among equals the first one found.
    package static func find<Node: Hashable, Failure: Error>(
        from starts: some Sequence<Node>, to goal: Node, edges: (Node) throws(Failure) -> [Node]
    ) throws(Failure) -> [Node]? {
        var queue = Array(starts)
        var seen = Set(queue)
        var previous: [Node: Node] = [:]
        var head = 0
        while head < queue.count {
            let node = queue[head]
            head += 1
            if node == goal { return path(to: goal, previous) }
            for next in try edges(node) where seen.insert(next).inserted {
                previous[next] = node
                queue.append(next)
            }
        }
        return nil
    }

    private static func path<Node: Hashable>(to goal: Node, _ previous: [Node: Node]) -> [Node] {
        var path = [goal]
        var node = previous[goal]
        while let current = node {
            path.append(current)
            node = previous[current]
        }
        return path.reversed()
    }
}
