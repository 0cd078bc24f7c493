/// Paths of fields, as people type them and as the tree has them.
enum FieldPath {
    /// The names in `a.b[0].c`; an index is a name of its own.
    static func elements(of path: String) -> [String] {
        path.replacing("[", with: ".").replacing("]", with: "").split(separator: ".").map(String.init)
    }

    static func node(at path: [String]) -> FieldNode? {
        guard !path.isEmpty else { return nil }
        var node = FieldNode.document
        for element in path {
            guard let next = node.child(named: element) else { return nil }
            node = next
        }
        return node
    }

    /// Every path, with the placeholder `KEY` for the keys of maps, outer ones first. Those of tasks come before those
    /// of services and defaults, because a name alone most often means a task's.
    static var all: [[String]] {
        var paths: [[String]] = []
        var open: [(path: [String], node: FieldNode)] = [([], .document)]
        while !open.isEmpty {
            let (path, node) = open.removeFirst()
            if node.takesAnyKey, let entry = node.entry {
                paths.append(path + ["KEY"])
                open.append((path + ["KEY"], entry))
                continue
            }
            for child in node.children {
                paths.append(path + [child.name])
                open.append((path + [child.name], child))
            }
        }
        return paths.filter { $0.first == "tasks" } + paths.filter { $0.first != "tasks" }
    }
}
