/// The game server that a step works on.
package struct RunTarget: Sendable, Hashable {
    /// The panel's uuid.
    package let id: String
    /// As the panel has it; it may hold any character.
    package let name: String
    /// The name of its node; empty when unknown.
    package let node: String

    package init(id: String, name: String, node: String) {
        self.id = id
        self.name = name
        self.node = node
    }
}
