/// Finds which of many patterns match a key without trying each: literal ones by the key, the others by how they begin
/// or end where their text says it.
package struct KeyPatternIndex: Sendable {
    private let patterns: [KeyPattern]
    private var literals: [String: [Int]] = [:]
    private var byPrefix: [UInt8: [Int]] = [:]
    private var bySuffix: [UInt8: [Int]] = [:]
    /// Those that say neither.
    private var others: [Int] = []

    package init(_ patterns: [KeyPattern]) {
        self.patterns = patterns
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
        if let first = key.utf8.first, let candidates = byPrefix[first] {
            for number in candidates where patterns[number].matches(key) { found.append(number) }
        }
        if let last = key.utf8.last, let candidates = bySuffix[last] {
            for number in candidates where patterns[number].matches(key) { found.append(number) }
        }
        for number in others where patterns[number].matches(key) { found.append(number) }
        return found.count < 2 ? found : found.sorted()
    }
}
