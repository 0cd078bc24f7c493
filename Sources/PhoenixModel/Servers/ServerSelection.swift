/// The servers that a list of selectors means: those that one of them matches, without those that one behind a `!` takes
/// out again. The order of the list means nothing.
package struct ServerSelection: Sendable, Hashable {
    package let included: [ServerSelector]
    package let excluded: [ServerSelector]

    package init(_ texts: some Sequence<String>) {
        var included: [ServerSelector] = []
        var excluded: [ServerSelector] = []
        for text in texts {
            let text = text.trimmed()
            if text.hasPrefix("!") {
                excluded.append(ServerSelector(String(text.dropFirst())))
            } else {
                included.append(ServerSelector(String(text)))
            }
        }
        self.included = included
        self.excluded = excluded
    }

    /// The nodes that the servers are chosen by; nil where some are chosen otherwise.
    package var nodes: [String]? {
        var nodes: [String] = []
        for selector in included {
            guard case .node(let node) = selector else { return nil }
            if !nodes.contains(node) { nodes.append(node) }
        }
        return nodes.isEmpty ? nil : nodes
    }

    /// The servers of a task, as its `data` says; nil where it says nothing of servers.
    package init?(ofTask task: Value) {
        guard case .map(let map) = task, case .map(let data)? = map["data"], case .list(let list)? = data["servers"]
        else { return nil }
        self.init(list.compactMap { if case .string(let text) = $0 { text } else { nil } })
    }

    package func matches(_ server: GameServer) -> Bool {
        included.contains { $0.matches(server) } && !excluded.contains { $0.matches(server) }
    }
}
