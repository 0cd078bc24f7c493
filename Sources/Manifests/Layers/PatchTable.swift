import PhoenixModel

/// The patches of all layers, in the order in which they are applied.
struct PatchTable: Sendable {
    private(set) var patches: [Patch] = []
    private(set) var patterns: [KeyPattern] = []
    private var index = KeyPatternIndex([])

    init() {}

    init(_ patches: [(patch: Patch, pattern: KeyPattern)]) {
        self.patches = patches.map(\.patch)
        patterns = patches.map(\.pattern)
        index = KeyPatternIndex(patterns)
    }

    var isEmpty: Bool { patches.isEmpty }

    /// The numbers of the patches that an entry gets, in their order.
    func matches(_ key: String) -> [Int] { patches.isEmpty ? [] : index.matches(key) }
}
