extension Sequence<String> {
    /// The element that `name` was most likely meant to be, for "did you mean"; nil when none is near.
    ///
    /// Near is an edit distance (with swaps of neighbours) of at most a third of the longer name. Among equally near
    /// ones the first wins. Meant for error paths and short lists.
    package func closest(to name: String) -> String? {
        let wanted = Array(name.lowercased().unicodeScalars.prefix(100))
        var best: (name: String, distance: Int)?
        for candidate in self {
            let scalars = Array(candidate.lowercased().unicodeScalars.prefix(100))
            let limit = Swift.max(wanted.count, scalars.count) / 3
            guard limit > 0, abs(wanted.count - scalars.count) <= limit else { continue }
            let distance = editDistance(wanted, scalars)
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }
}

extension String {
    /// Whether one letter more, less, another or swapped with its neighbour makes this of `other`.
    package func isOneEdit(from other: String) -> Bool {
        let (own, others) = (Array(unicodeScalars), Array(other.unicodeScalars))
        return abs(own.count - others.count) <= 1 && editDistance(own, others) == 1
    }
}

/// The Damerau-Levenshtein distance in its restricted form (optimal string alignment).
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var older: [Int] = []
    var previous = Array(0...b.count)
    for i in 1...a.count {
        var row = [i]
        for j in 1...b.count {
            let cost = a[i - 1] == b[j - 1] ? 0 : 1
            var distance = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + cost)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                distance = min(distance, older[j - 2] + 1)
            }
            row.append(distance)
        }
        older = previous
        previous = row
    }
    return previous[b.count]
}
