/// The strongly connected components of a directed graph: the sets of nodes that lie on cycles together.
enum StrongComponents {
    /// Components of at least two nodes, each ascending, in an order that depends on the graph alone. Linear, with a
    /// stack of its own (Tarjan's algorithm).
    static func cycles(count: Int, edges: (Int) -> [Int]) -> [[Int]] {
        var search = Search(count: count)
        for node in 0..<count where search.number[node] == 0 { search.visit(node, edges) }
        return search.cycles
    }

    private struct Search {
        private struct Frame {
            let node: Int
            let targets: [Int]
            var next = 0
        }

        var cycles: [[Int]] = []
        /// The order of discovery from 1; 0 is not seen.
        var number: [Int32]
        private var lowest: [Int32]
        private var isOpen: [Bool]
        private var open: [Int] = []
        private var count: Int32 = 0

        init(count: Int) {
            number = Array(repeating: 0, count: count)
            lowest = number
            isOpen = Array(repeating: false, count: count)
        }

        mutating func visit(_ root: Int, _ edges: (Int) -> [Int]) {
            var frames = [enter(root, edges)]
            while var frame = frames.popLast() {
                if frame.next < frame.targets.count {
                    let target = frame.targets[frame.next]
                    frame.next += 1
                    frames.append(frame)
                    if number[target] == 0 {
                        frames.append(enter(target, edges))
                    } else if isOpen[target] {
                        lowest[frame.node] = min(lowest[frame.node], number[target])
                    }
                } else {
                    close(frame.node)
                    if let parent = frames.last?.node { lowest[parent] = min(lowest[parent], lowest[frame.node]) }
                }
            }
        }

        private mutating func enter(_ node: Int, _ edges: (Int) -> [Int]) -> Frame {
            count += 1
            number[node] = count
            lowest[node] = count
            isOpen[node] = true
            open.append(node)
            return Frame(node: node, targets: edges(node))
        }

        private mutating func close(_ node: Int) {
            guard lowest[node] == number[node] else { return }
            var component: [Int] = []
            while let last = open.popLast() {
                isOpen[last] = false
                component.append(last)
                if last == node { break }
            }
            if component.count > 1 { cycles.append(component.sorted()) }
        }
    }
}
