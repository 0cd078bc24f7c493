import Cron

/// How many tasks start on each node of a panel. A task that works on several nodes counts on each of them.
package struct NodeLoad: Sendable {
    package struct Node: Sendable, Hashable {
        /// nil for all tasks whose nodes are not known.
        package let name: String?
        /// Of a schedule all steps are one.
        package let tasks: Int
        package let starts: Int
        /// The worst minute; nil where nothing starts.
        package let worst: StartLoad.Minute?
    }

    /// Those with the most starts in a minute first, of these by name; the tasks whose nodes are not known are the last.
    /// Empty where the nodes of no task are known.
    package let nodes: [Node]

    /// Nodes with the same tasks are looked at once.
    package init(of tasks: [CalendarTask], in window: CalendarWindow) {
        var places: [String: [Int]] = [:]
        var unknown: [Int] = []
        for (index, task) in tasks.enumerated() {
            guard let names = task.nodes, !names.isEmpty else {
                unknown.append(index)
                continue
            }
            for name in Set(names) { places[name, default: []].append(index) }
        }
        guard !places.isEmpty else {
            nodes = []
            return
        }
        var nodes: [Node] = []
        for (indices, alike) in Dictionary(grouping: places, by: { $0.value }) {
            nodes += Self.nodes(alike.map { $0.key }, of: indices.map { tasks[$0] }, in: window)
        }
        nodes.sort { left, right in
            let (first, second) = (left.worst?.starts ?? 0, right.worst?.starts ?? 0)
            return first == second ? (left.name ?? "") < (right.name ?? "") : first > second
        }
        if !unknown.isEmpty { nodes += Self.nodes([nil], of: unknown.map { tasks[$0] }, in: window) }
        self.nodes = nodes
    }

    private static func nodes(_ names: [String?], of tasks: [CalendarTask], in window: CalendarWindow) -> [Node] {
        let load = StartLoad(of: tasks, in: window)
        let worst = load.worst(1).first
        let count = tasks.count { $0.step?.number ?? 1 == 1 }
        return names.map { Node(name: $0, tasks: count, starts: load.total, worst: worst) }
    }
}
