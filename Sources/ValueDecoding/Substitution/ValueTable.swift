package import YAMLReading

/// The values of all layers, the last ones winning, with every reference in them resolved.
package struct ValueTable: Sendable {
    /// Texts in it have no placeholders but those of secrets.
    package var arena = NodeArena()
    /// The nodes of the values, by their names.
    package var names: [String: Int] = [:]

    package init(arena: NodeArena = NodeArena(), names: [String: Int] = [:]) {
        self.arena = arena
        self.names = names
    }

    /// The node at the end of a path that is there and not `null`.
    func node(at path: ArraySlice<String>) -> Int? {
        guard let first = path.first, var node = names[first].map(arena.resolved) else { return nil }
        for name in path.dropFirst() {
            guard arena[node].kind == .mapping,
                let pair = arena.pairs(of: node).first(where: { arena.text(of: arena.resolved($0.key)) == name })
            else { return nil }
            node = arena.resolved(pair.value)
        }
        return arena.isNull(node) ? nil : node
    }
}
