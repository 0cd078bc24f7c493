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
