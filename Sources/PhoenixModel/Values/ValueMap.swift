/// Text keys with values, in the order they were given; equality ignores that order.
///
/// Objects of panels have a handful of keys, where a scan over an array is faster and smaller than hashing. Keys are
/// equal when Swift says so, that is by Unicode canonical equivalence.
package struct ValueMap: Sendable {
    package typealias Element = (key: String, value: Value)

    private var entries: [Element]

    package init() { entries = [] }

    /// Takes the pairs as they are. A key that is there twice counts with its last value.
    package init(_ pairs: some Sequence<(String, Value)>) {
        entries = []
        for (key, value) in pairs { self[key] = value }
    }

    /// Takes pairs whose keys are known to differ, without looking.
    package init(uniqueEntries: [Element]) {
        entries = uniqueEntries
    }

    package subscript(key: String) -> Value? {
        get { entries.first { $0.key == key }?.value }
        set {
            if let index = entries.firstIndex(where: { $0.key == key }) {
                if let newValue { entries[index].value = newValue } else { entries.remove(at: index) }
            } else if let newValue {
                entries.append((key, newValue))
            }
        }
    }

    package func mapValues(_ transform: (Value) throws -> Value) rethrows -> ValueMap {
        ValueMap(uniqueEntries: try entries.map { ($0.key, try transform($0.value)) })
    }

    /// The same map with its keys in ascending order, for output that must not vary.
    package func sortedByKey() -> ValueMap {
        ValueMap(uniqueEntries: entries.sorted { $0.key < $1.key })
    }

    /// Takes each entry in ascending order of the keys, where it is.
    func forEachInKeyOrder(_ body: (String, Value) -> Void) {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: entries.count) { buffer in
            var positions = buffer
            _ = positions.initialize(fromContentsOf: entries.indices)
            positions.sort { entries[$0].key < entries[$1].key }
            for position in positions { body(entries[position].key, entries[position].value) }
        }
    }
}

extension ValueMap: RandomAccessCollection {
    package var startIndex: Int { entries.startIndex }
    package var endIndex: Int { entries.endIndex }
    package subscript(position: Int) -> Element { entries[position] }

    // The one that collections have by default asks for each pair anew, which other targets pay for.
    package func makeIterator() -> [Element].Iterator { entries.makeIterator() }
}

extension ValueMap: Hashable {
    package static func == (lhs: Self, rhs: Self) -> Bool {
        guard lhs.count == rhs.count else { return false }
        // Mostly the keys stand in one order, and then the values decide.
        let hasOneOrder = lhs.entries.indices.allSatisfy { lhs.entries[$0].key == rhs.entries[$0].key }
        if hasOneOrder { return lhs.entries.indices.allSatisfy { lhs.entries[$0].value == rhs.entries[$0].value } }
        return zip(lhs.sortedByKey(), rhs.sortedByKey()).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    }

    package func hash(into hasher: inout Hasher) {
        for (key, value) in sortedByKey() {
            hasher.combine(key)
            hasher.combine(value)
        }
    }
}

extension ValueMap: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, Value)...) { self.init(elements) }
}
