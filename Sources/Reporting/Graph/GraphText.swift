/// A graph as a tree for people: below each object stands what depends on it. What depends on several stands in full
/// below the first of them, and with an arrow up below the others.
struct GraphText {
    /// Deeper levels are not indented further, since a chain may be as long as it likes: they say how deep they are.
    private static let deepestIndentation = 30

    private let graph: DependencyGraph
    private let style: TextStyle

    init(_ graph: DependencyGraph, style: TextStyle) {
        self.graph = graph
        self.style = style
    }

    var text: String {
        let dependents = graph.dependents
        var isShown = Array(repeating: false, count: graph.nodes.count)
        var lines: [String] = []
        var open = graph.nodes.indices.filter { graph.nodes[$0].dependencies.isEmpty }.reversed().map { ($0, depth: 0) }
        while let (position, depth) = open.popLast() {
            let isAgain = isShown[position]
            lines.append(line(graph.nodes[position], depth, isAgain: isAgain))
            if isAgain { continue }
            isShown[position] = true
            open += dependents[position].reversed().map { ($0, depth: depth + 1) }
        }
        let counts = "\(Plural.text(graph.nodes.count, "object")), \(count(graph.edgeCount))"
        return lines.map { $0 + "\n" }.joined() + (lines.isEmpty ? "" : "\n") + counts + "\n"
    }

    private func line(_ node: DependencyGraph.Node, _ depth: Int, isAgain: Bool) -> String {
        let level = depth > Self.deepestIndentation ? style(.faint, "(\(depth))") + " " : ""
        let indentation = String(repeating: "  ", count: min(depth, Self.deepestIndentation)) + level
        if isAgain { return "\(indentation)\(node.key) \(style(.faint, "↑"))" }
        let remarks = node.remarks.isEmpty ? "" : " " + style(.faint, node.remarks.joined(separator: ", "))
        return "\(indentation)\(style(.strong, node.key))\(remarks)"
    }

    private func count(_ dependencies: Int) -> String {
        dependencies == 1 ? "1 dependency" : "\(dependencies) dependencies"
    }
}
