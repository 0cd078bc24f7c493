import Glibc

/// The keys that the objects at one depth of a JSON text have had, in the order that they keep to. Most objects of a
/// list have the same ones, or leave some out: these need neither be read nor be told apart again.
struct JSONKeys {
    struct Known {
        let key: String
        /// Between its quotes.
        let place: Range<Int>
        let glance: UInt64
    }

    /// More than objects of panels have; objects with any number of keys must not make each other slow.
    private static let limit = 64

    /// All different.
    private var known: [Known] = []
    private var next = 0
    /// How many the next object is likely to have: as many as the last one, within the limit.
    private(set) var likelyCount = 4

    /// Starts with the next object.
    mutating func rewind() { next = 0 }

    /// The key that stands at `start`, behind its first quote, when it is known and behind the last one in the order.
    mutating func key(at start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Known? {
        guard let base = bytes.baseAddress else { return nil }
        for candidate in next..<known.count {
            let place = known[candidate].place
            let end = start + place.count
            guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { continue }
            guard memcmp(base + start, base + place.lowerBound, place.count) == 0 else { continue }
            next = candidate + 1
            return known[candidate]
        }
        return nil
    }

    /// Takes note of how many keys an object had.
    mutating func note(count: Int) { likelyCount = min(max(count, 1), Self.limit) }

    /// Inserts a key behind the last one that was found. Answers false when it is known, or there are too many.
    mutating func insert(_ key: String, at place: Range<Int>, glance: UInt64) -> Bool {
        guard known.count < Self.limit, !known.contains(where: { $0.key == key }) else { return false }
        known.insert(Known(key: key, place: place, glance: glance), at: next)
        next += 1
        return true
    }
}
