/// Finds which of many patterns match a key without trying each: literal ones by the key, the others by how they begin
/// or end where their text says it.
package struct KeyPatternIndex: Sendable {
    private let patterns: [KeyPattern]
    /// What keys that match each pattern end with; nil where that is not fixed.
    private let lastBytes: [UInt8?]
    private var literals: [String: [Int]] = [:]
    private var byPrefix: [UInt8: [Int]] = [:]
    private var bySuffix: [UInt8: [Int]] = [:]
    /// Those that say neither.
    private var others: [Int] = []

    package init(_ patterns: [KeyPattern]) {
        self.patterns = patterns
        lastBytes = patterns.map { $0.suffix.utf8.last }
        for (number, pattern) in patterns.enumerated() {
            if pattern.isLiteral {
                literals[pattern.text, default: []].append(number)
            } else if let first = pattern.prefix.utf8.first {
                byPrefix[first, default: []].append(number)
            } else if let last = pattern.suffix.utf8.last {
                bySuffix[last, default: []].append(number)
            } else {
                others.append(number)
            }
        }
    }

    /// The numbers of the patterns that match, ascending.
    package func matches(_ key: String) -> [Int] {
        var found = literals[key] ?? []
        guard let first = key.utf8.first, let last = key.utf8.last else { return found }
        for candidates in [byPrefix[first] ?? [], bySuffix[last] ?? [], others] {
            // Most end with something else, which shows without a look at the pattern.
            for number in candidates
            where (lastBytes[number] ?? last) == last && patterns[number].matches(key) { found.append(number) }
        }
        return found.count < 2 ? found : found.sorted()
    }
}
