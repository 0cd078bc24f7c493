import PhoenixModel

/// A graph in the language of Graphviz; arrows lead from what depends to what it depends on.
enum GraphDOT {
    static func text(_ graph: DependencyGraph) -> String {
        var text = "digraph phoenix {\n  rankdir=LR;\n  node [shape=box];\n"
        for node in graph.nodes {
            let label = ([node.key] + node.remarks).joined(separator: "\n")
            var attributes = ["label=\(quoted(label))"]
            if node.kind == .system { attributes.append("shape=ellipse") }
            if !node.isEnabled { attributes.append("style=dashed") }
            text += "  \(quoted(node.key)) [\(attributes.joined(separator: ", "))];\n"
        }
        for node in graph.nodes {
            for dependency in node.dependencies {
                text += "  \(quoted(node.key)) -> \(quoted(graph.nodes[dependency].key));\n"
            }
        }
        return text + "}\n"
    }

    /// Graphviz knows backslashes and HTML's entities in a label.
    private static func quoted(_ text: String) -> String {
        let escaped = text.replacing("&", with: "&amp;").replacing("\\", with: "\\\\")
            .replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        return "\"\(escaped)\""
    }
}
