/// A glob over keys: `*` stands for any run of characters, `?` for one, `[a-f]` and `[!a-f]` for one of a set.
package struct KeyPattern: Sendable, Hashable {
    package let text: String
    /// Whether it stands for one key alone: its own text.
    package let isLiteral: Bool
    /// What every key that matches begins with, and what it ends with.
    package let prefix: String
    package let suffix: String
    private let bytes: [UInt8]

    /// nil for a text that no key can match: one that is empty, has other characters than keys, or an open bracket.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, Self.isValid(bytes) else { return nil }
        self.text = text
        self.bytes = bytes
        let isWild: (UInt8) -> Bool = { $0 == Self.star || $0 == Self.any || $0 == Self.open || $0 == Self.close }
        isLiteral = !bytes.contains(where: isWild)
        prefix = String(decoding: bytes.prefix { !isWild($0) }, as: UTF8.self)
        suffix = isLiteral ? "" : String(decoding: bytes.reversed().prefix { !isWild($0) }.reversed(), as: UTF8.self)
    }

    private static let star = UInt8(ascii: "*")
    private static let any = UInt8(ascii: "?")
    private static let open = UInt8(ascii: "[")
    private static let close = UInt8(ascii: "]")

    private static func isValid(_ bytes: [UInt8]) -> Bool {
        var isInSet = false
        for byte in bytes {
            switch byte {
            case open where !isInSet: isInSet = true
            case close where isInSet: isInSet = false
            case UInt8(ascii: "!") where isInSet: break
            case star, any: if isInSet { return false }
            case 0x61...0x7A, 0x30...0x39, 0x2E, 0x5F, 0x2D: break
            default: return false
            }
        }
        return !isInSet
    }

    /// Linear in the key for patterns with one `*`, and never more than the product of the two lengths.
    package func matches(_ key: String) -> Bool {
        if isLiteral { return key == text }
        var key = key
        return key.withUTF8 { matches($0) }
    }

    private func matches(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
        var (place, index) = (0, 0)
        // Where to go on when what follows the last star does not fit.
        var retry: (place: Int, index: Int)?
        while index < key.count {
            if place < bytes.count, bytes[place] == Self.star {
                retry = (place + 1, index)
                place += 1
                continue
            }
            if place < bytes.count, let next = step(at: place, over: key[index]) {
                (place, index) = (next, index + 1)
                continue
            }
            guard let last = retry else { return false }
            retry = (last.place, last.index + 1)
            (place, index) = (last.place, last.index + 1)
        }
        return bytes[place...].allSatisfy { $0 == Self.star }
    }

    /// The place behind what matches one byte; nil where it does not match.
    private func step(at place: Int, over byte: UInt8) -> Int? {
        switch bytes[place] {
        case Self.any: return place + 1
        case Self.open:
            guard let end = bytes[place...].firstIndex(of: Self.close) else { return nil }
            var set = bytes[(place + 1)..<end]
            let isNegated = set.first == UInt8(ascii: "!")
            if isNegated { set = set.dropFirst() }
            return Self.contains(set, byte) == isNegated ? nil : end + 1
        case byte: return place + 1
        default: return nil
        }
    }

    private static func contains(_ set: ArraySlice<UInt8>, _ byte: UInt8) -> Bool {
        var index = set.startIndex
        while index < set.endIndex {
            let isRange = index + 2 < set.endIndex && set[index + 1] == UInt8(ascii: "-")
            if isRange, set[index] <= byte, byte <= set[index + 2] { return true }
            if !isRange, set[index] == byte { return true }
            index += isRange ? 3 : 1
        }
        return false
    }
}
