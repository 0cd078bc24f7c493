import Diagnostics
import Graphs

/// Which system service depends on which, over those that every store has and those that a file declares.
struct ServiceGraph {
    private struct Node {
        let name: String
        let dependencies: [(name: String, span: SourceSpan?)]
    }

    private let nodes: [Node]
    private let indices: [String: Int]

    init(_ services: [SystemServiceSettings], _ known: [KnownSystemService]) {
        let declared = Dictionary(services.map { ($0.name.value, $0) }) { first, _ in first }
        let builtIn = known.map { service in
            Node(
                name: service.name,
                dependencies: declared[service.name]?.dependencies?.map { ($0.value, $0.span) }
                    ?? service.dependencies.map { ($0, nil) })
        }
        let builtInNames = Set(known.map(\.name))
        let own = services.filter { !builtInNames.contains($0.name.value) }.map { service in
            Node(name: service.name.value, dependencies: (service.dependencies ?? []).map { ($0.value, $0.span) })
        }
        nodes = builtIn + own
        indices = Dictionary(nodes.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
    }

    /// Names that no service has.
    var unknownNames: [Diagnostic] {
        nodes.flatMap { node in
            node.dependencies.compactMap { name, span in
                guard indices[name] == nil, let span else { return nil }
                let closest = nodes.map(\.name).closest(to: name)
                return Diagnostic(
                    .unknownDependency, "there is no system service '\(name)'", at: span,
                    fixIts: closest.map { [.init("replace with '\($0)'", at: span, replacement: $0)] } ?? [],
                    help: closest.map { "did you mean '\($0)'?" }
                        ?? "'depends_on' takes names of system services, not keys")
            }
        }
    }

    /// Circles of dependencies, one for all services that reach each other.
    var cycles: [Diagnostic] {
        let components = StronglyConnectedComponents(
            of: DirectedGraph(nodeCount: nodes.count) { nodes[$0].dependencies.compactMap { indices[$0.name] } })
        return components.cyclic.map { diagnostic(components.shortestCycle(from: $0[0]) ?? $0) }
    }

    private func diagnostic(_ cycle: [Int]) -> Diagnostic {
        var steps = cycle.indices.map { position in
            let (node, next) = (nodes[cycle[position]], nodes[cycle[(position + 1) % cycle.count]])
            let span = node.dependencies.first { $0.name == next.name }?.span
            return Diagnostic.CycleStep(node.name, at: span, span == nil ? "in every store" : "here")
        }
        // Told from a place in the file on; what stores have of their own has none.
        if let first = steps.firstIndex(where: { $0.span != nil }) { steps = Array(steps[first...] + steps[..<first]) }
        return .dependencyCycle(steps)
    }
}
