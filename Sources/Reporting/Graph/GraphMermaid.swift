import PhoenixModel

/// A graph for Markdown pages that draw Mermaid; arrows lead from what depends to what it depends on.
enum GraphMermaid {
    static func text(_ graph: DependencyGraph) -> String {
        var text = "flowchart LR\n"
        for (position, node) in graph.nodes.enumerated() {
            let label = quoted(([node.key] + node.remarks).joined(separator: " "))
            text += "  n\(position)\(node.kind == .system ? "([\(label)])" : "[\(label)]")\n"
        }
        for (position, node) in graph.nodes.enumerated() {
            for dependency in node.dependencies { text += "  n\(position) --> n\(dependency)\n" }
        }
        let disabled = graph.nodes.indices.filter { !graph.nodes[$0].isEnabled }
        if !disabled.isEmpty {
            text += "  classDef disabled stroke-dasharray: 4\n"
            text += "  class \(disabled.map { "n\($0)" }.joined(separator: ",")) disabled\n"
        }
        return text
    }

    /// In quotes a label may hold anything but quotes; entities stand for what could be read as markup.
    private static func quoted(_ text: String) -> String {
        let escaped = text.reduce(into: "") { result, character in
            switch character {
            case "#": result += "#35;"
            case "\"": result += "#quot;"
            case "<": result += "#lt;"
            case ">": result += "#gt;"
            case "&": result += "#amp;"
            case "`": result += "#96;"
            default: result.append(character)
            }
        }
        return "\"\(escaped)\""
    }
}
