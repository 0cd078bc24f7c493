import ValueDecoding

/// What the layers of a set say about the entries of all its files.
struct LayerSet: Sendable {
    /// Its arena also has the nodes of the patches.
    var values = ValueTable()
    var patches = PatchTable()
    /// The files of the nodes, by their numbers.
    var origins: [NodeOrigin] = []

    var isEmpty: Bool { origins.isEmpty }
}
