package import PhoenixModel

/// What depends on what in a set of manifests.
package struct DependencyGraph: Sendable {
    package struct Node: Sendable, Hashable {
        package let key: String
        package let name: String
        package let kind: ObjectKind
        package let isEnabled: Bool
        package let isProtected: Bool
        /// Positions of what it depends on, ascending.
        package let dependencies: [Int]
    }

    /// In ascending order of the key, the schedules of the panel last.
    package let nodes: [Node]

    /// Linear in objects and dependencies. A dependency that is no key of the set is left out: a loader refuses it.
    package init(_ desired: DesiredState) {
        var positions: [String: Int] = Dictionary(minimumCapacity: desired.objects.count)
        for (position, object) in desired.objects.enumerated() { positions[object.key] = position }
        let schedules = desired.schedules.map { schedule in
            Node(
                key: schedule.key, name: schedule.fields.name, kind: .native,
                isEnabled: schedule.fields.enabled ?? true, isProtected: schedule.isProtected, dependencies: [])
        }
        // Nothing depends on a schedule of the panel, so positions of the others stay as they are.
        nodes =
            desired.objects.map { object in
                Node(
                    key: object.key, name: object.fields.name, kind: object.kind,
                    isEnabled: object.fields.enabled ?? true, isProtected: object.isProtected,
                    dependencies: Set((object.fields.dependsOn ?? []).compactMap { positions[$0.text] }).sorted())
            } + schedules
    }

    package var edgeCount: Int { nodes.reduce(0) { $0 + $1.dependencies.count } }

    /// By position: what depends on it, ascending.
    var dependents: [[Int]] {
        var dependents: [[Int]] = Array(repeating: [], count: nodes.count)
        for (position, node) in nodes.enumerated() {
            for dependency in node.dependencies { dependents[dependency].append(position) }
        }
        return dependents
    }
}

extension DependencyGraph.Node {
    /// What is said of it beside its key: `service "Wings Daemon"`, `disabled`, `protected`.
    var remarks: [String] {
        var remarks: [String] = []
        if name != key { remarks.append("\"\(TerminalText.escaped(name))\"") }
        if kind != .scheduled { remarks.append(kind.noun) }
        if !isEnabled { remarks.append("disabled") }
        if isProtected { remarks.append("protected") }
        return remarks
    }
}

/// The forms in which a graph is drawn.
package enum GraphFormat: String, Sendable, CaseIterable {
    case text, dot, mermaid

    package func render(_ graph: DependencyGraph, style: TextStyle) -> String {
        switch self {
        case .text: GraphText(graph, style: style).text
        case .dot: GraphDOT.text(graph)
        case .mermaid: GraphMermaid.text(graph)
        }
    }
}
