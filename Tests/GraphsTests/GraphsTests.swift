import Graphs
import Testing

@Suite("Graphs")
struct GraphsTests {
    private func components(_ edges: [[Int]]) -> StronglyConnectedComponents {
        StronglyConnectedComponents(of: DirectedGraph(nodeCount: edges.count) { edges[$0] })
    }

    @Test(
        "tell which nodes lie on cycles together",
        arguments: [
            ([], []), ([[1], [2], []], []), ([[0]], [[0]]), ([[1], [0]], [[0, 1]]),
            ([[1], [2], [0, 3], [4], [3]], [[0, 1, 2], [3, 4]]), ([[], [3], [2], [1]], [[1, 3], [2]]),
            ([[1], [0, 2], [], [4], [5], [3, 0]], [[0, 1], [3, 4, 5]]),
        ] as [([[Int]], [[Int]])])
    func cyclicComponents(edges: [[Int]], expected: [[Int]]) {
        #expect(components(edges).cyclic == expected)
    }

    @Test("of any kind have the components that reaching each other gives", arguments: 0..<300)
    func componentsAgreeWithReaching(seed: Int) {
        var generator = Generator(state: UInt64(seed) &* 2_654_435_761 &+ 1)
        let count = Int.random(in: 1...9, using: &generator)
        let edges = (0..<count).map { _ in
            (0..<count).filter { _ in Int.random(in: 0..<5, using: &generator) == 0 }
        }
        func reached(_ start: Int) -> Set<Int> {
            var seen: Set<Int> = []
            var open = edges[start]
            while let node = open.popLast() { if seen.insert(node).inserted { open += edges[node] } }
            return seen
        }
        let reach = (0..<count).map(reached)
        let onCycles = (0..<count).filter { reach[$0].contains($0) }
        let expected = Set(
            onCycles.map { node in onCycles.filter { reach[node].contains($0) && reach[$0].contains(node) } })
        let found = components(edges)
        #expect(Set(found.cyclic) == expected)
        #expect(found.cyclic.map { $0[0] } == found.cyclic.map { $0[0] }.sorted())
        for node in onCycles {
            let cycle = found.shortestCycle(from: node) ?? []
            #expect(cycle.first == node)
            for (position, member) in cycle.enumerated() {
                #expect(edges[member].contains(cycle[(position + 1) % cycle.count]))
            }
        }
        let order = TopologicalOrder(of: DirectedGraph(nodeCount: count) { edges[$0] })
        for (position, node) in order.nodes.enumerated() {
            #expect(edges[node].allSatisfy { order.nodes[..<position].contains($0) })
        }
        #expect(order.unordered == (0..<count).filter { !reach[$0].union([$0]).isDisjoint(with: onCycles) })
    }

    @Test("have a shortest cycle through a node, over another one when asked")
    func shortestCycle() {
        let found = components([[1], [2, 3], [0], [4], [2], []])
        #expect(found.shortestCycle(from: 1) == [1, 2, 0])
        #expect(found.shortestCycle(from: 1, over: 3) == [1, 3, 4, 2, 0])
        #expect(found.shortestCycle(from: 5) == nil)
        #expect(components([[1, 0], [0]]).shortestCycle(from: 0) == [0])
    }

    @Test("that are chains of 100,000 nodes, open or closed, need no deep stack", arguments: [false, true])
    func longChains(isClosed: Bool) {
        let count = 100_000
        let graph = DirectedGraph(nodeCount: count) { $0 + 1 < count ? [$0 + 1] : isClosed ? [0] : [] }
        let found = StronglyConnectedComponents(of: graph)
        #expect(found.cyclic.map(\.count) == (isClosed ? [count] : []))
        #expect(found.shortestCycle(from: 0)?.count == (isClosed ? count : nil))
        #expect(TopologicalOrder(of: graph).nodes.count == (isClosed ? 0 : count))
    }

    @Test("that are found out step by step fail as their edges do")
    func failingEdges() {
        struct Failed: Error {}
        let path = ShortestPath.find(from: ["a"], to: "c") { ["a": ["b", "x"], "b": ["c"]][$0] ?? [] }
        #expect(path == ["a", "b", "c"])
        #expect(throws: Failed.self) {
            try ShortestPath.find(from: [1], to: 2) { (_: Int) throws(Failed) -> [Int] in throw Failed() }
        }
    }
}

/// A small generator (xorshift64), so that a seed always gives the same graph.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
