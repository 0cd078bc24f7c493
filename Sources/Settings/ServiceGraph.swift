import Diagnostics

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
                        ?? "'depends_on' has names of system services, not their keys")
            }
        }
    }

    /// Circles of dependencies, no two with a service in common.
    var cycles: [Diagnostic] {
        var remaining = Set(nodes.indices)
        var found: [Diagnostic] = []
        while true {
            removeSettled(from: &remaining)
            guard let start = remaining.min() else { return found }
            let cycle = cycle(from: start, within: remaining)
            found.append(diagnostic(cycle))
            remaining.subtract(cycle)
        }
    }

    /// Takes away, again and again, what depends on nothing that remains; all that stays leads to a circle.
    private func removeSettled(from remaining: inout Set<Int>) {
        var openCounts: [Int: Int] = [:]
        var dependents: [Int: [Int]] = [:]
        for index in remaining {
            for target in targets(of: index) where remaining.contains(target) {
                openCounts[index, default: 0] += 1
                dependents[target, default: []].append(index)
            }
        }
        var settled = remaining.filter { openCounts[$0] == nil }.sorted()
        while let index = settled.popLast() {
            remaining.remove(index)
            for dependent in dependents[index] ?? [] {
                openCounts[dependent, default: 0] -= 1
                if openCounts[dependent] == 0 { settled.append(dependent) }
            }
        }
    }

    private func targets(of index: Int) -> [Int] { nodes[index].dependencies.compactMap { indices[$0.name] } }

    private func cycle(from start: Int, within remaining: Set<Int>) -> [Int] {
        var path: [Int] = []
        var next: Int? = start
        while let index = next {
            if let position = path.firstIndex(of: index) { return Array(path[position...]) }
            path.append(index)
            next = targets(of: index).first { remaining.contains($0) }
        }
        return path
    }

    private func diagnostic(_ cycle: [Int]) -> Diagnostic {
        var steps = cycle.indices.map { position in
            let (node, next) = (nodes[cycle[position]], nodes[cycle[(position + 1) % cycle.count]])
            return (name: node.name, next: next.name, span: node.dependencies.first { $0.name == next.name }?.span)
        }
        // Told from a place in the file on; what stores have of their own has none.
        if let first = steps.firstIndex(where: { $0.span != nil }) { steps = Array(steps[first...] + steps[..<first]) }
        let path = (steps.map(\.name) + steps.prefix(1).map(\.name)).joined(separator: " → ")
        return Diagnostic(
            .dependencyCycle,
            steps.count == 1
                ? "'\(cycle.first.map { nodes[$0].name } ?? "")' depends on itself"
                : "the dependencies go in a circle: \(path)",
            at: steps.first?.span,
            notes: steps.dropFirst().map { step in
                .init(
                    "'\(step.name)' depends on '\(step.next)'\(step.span == nil ? " in every store" : " here")",
                    at: step.span)
            }, help: "remove one of these dependencies")
    }
}
