/// A directed graph over the nodes `0..<nodeCount`; the edges of all nodes stand in one array.
package struct DirectedGraph: Sendable {
    private var targets: [Int] = []
    /// Where the edges of each node start, and where the last ones end.
    private var starts = [0]

    /// An empty graph with room for so many nodes.
    package init(capacity: Int) {
        targets.reserveCapacity(capacity)
        starts.reserveCapacity(capacity + 1)
    }

    /// `edges` gives the targets of a node, all of them below `nodeCount`; asked once for each, in ascending order.
    package init(nodeCount: Int, edges: (Int) -> some Sequence<Int>) {
        self.init(capacity: nodeCount)
        for node in 0..<nodeCount {
            for target in edges(node) { append(target) }
            endNode()
        }
    }

    package var nodeCount: Int { starts.count - 1 }

    /// Adds an edge to the node that comes next. Its target may be a node that is yet to come.
    package mutating func append(_ target: Int) { targets.append(target) }

    /// Ends the edges of the node that comes next.
    package mutating func endNode() { starts.append(targets.count) }

    /// How many edges a node has.
    package func count(of node: Int) -> Int { starts[node + 1] - starts[node] }

    /// The targets of a node's edges, in the order in which they were given.
    package subscript(node: Int) -> ArraySlice<Int> { targets[starts[node]..<starts[node + 1]] }

    package subscript(node: Int, edge: Int) -> Int { targets[starts[node] + edge] }
}
