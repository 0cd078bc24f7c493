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

    /// What some place or version of Mermaid reads as markup within a quoted label: tags and entities, Markdown, `\n`,
    /// icons and styles, `%%{` directives, `$$` formulas.
    private static let markup = Set("#\"<>&`\\:;%$".unicodeScalars)

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.reduce(into: "") { result, scalar in
            if markup.contains(scalar) {
                result += "#\(scalar.value);"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return "\"\(escaped)\""
    }
}
