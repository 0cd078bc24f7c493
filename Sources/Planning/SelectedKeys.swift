/// The keys that `--only` and `--except` leave to a run.
package struct SelectedKeys: Sendable, Hashable {
    private let only: KeySelection
    private let except: KeySelection

    /// - Parameters:
    ///   - only: keys and patterns, one of which a key must match; none for all keys.
    ///   - except: keys and patterns that a key must not match.
    package init(only: [String] = [], except: [String] = []) {
        self.only = KeySelection(only)
        self.except = KeySelection(except)
    }

    var isAll: Bool { only.isEmpty && except.isEmpty }

    func contains(_ key: String) -> Bool {
        isAll || (only.isEmpty || only.contains(key)) && !except.contains(key)
    }

    /// Whether an object is selected by its key or by that of its entry, which is another one for schedules.
    func contains(_ key: String, _ entry: String) -> Bool {
        if isAll { return true }
        if key == entry { return contains(key) }
        return (only.isEmpty || only.contains(key) || only.contains(entry)) && !except.contains(key)
            && !except.contains(entry)
    }

    /// The names that match none of the keys.
    func unmatched(among keys: Set<String>) -> [String] { only.unmatched(among: keys) + except.unmatched(among: keys) }
}
