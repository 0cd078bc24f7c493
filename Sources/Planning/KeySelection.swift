import Glibc

/// Keys of the files that were named one by one or by patterns, as shells have them: `backup-*`, or `*` for all.
package struct KeySelection: Sendable, Hashable {
    private let keys: Set<String>
    private let patterns: Set<String>

    package init(_ names: some Sequence<String>) {
        let names = Set(names)
        patterns = names.filter { name in name.contains { "*?[".contains($0) } }
        keys = names.subtracting(patterns)
    }

    package var isEmpty: Bool { keys.isEmpty && patterns.isEmpty }

    func contains(_ key: String) -> Bool {
        keys.contains(key) || patterns.contains { Self.matches($0, key) }
    }

    /// The names that select none of `all`, in order.
    func unmatched(among all: Set<String>) -> [String] {
        let futile = patterns.filter { pattern in !all.contains { Self.matches(pattern, $0) } }
        return keys.subtracting(all).union(futile).sorted()
    }

    private static func matches(_ pattern: String, _ key: String) -> Bool { fnmatch(pattern, key, 0) == 0 }
}

extension KeySelection: ExpressibleByArrayLiteral {
    package init(arrayLiteral names: String...) { self.init(names) }
}
