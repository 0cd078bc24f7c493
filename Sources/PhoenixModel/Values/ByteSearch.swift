import Glibc

/// Looks for a word in bytes, much faster than they are read as YAML or JSON.
package enum ByteSearch {
    package static func contains(_ word: StaticString, in bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { firstIndex(of: word, in: $0) != nil }
    }

    package static func contains(_ word: String, in bytes: [UInt8]) -> Bool {
        var word = word
        return word.withUTF8 { word in bytes.withUnsafeBufferPointer { firstIndex(of: word, in: $0) != nil } }
    }

    /// The first place of the word, beginning at `start` or behind it.
    package static func firstIndex(
        of word: StaticString, in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0
    ) -> Int? {
        word.withUTF8Buffer { firstIndex(of: $0, in: bytes, from: start) }
    }

    /// The first place of the byte, at `start` or behind it.
    package static func firstIndex(
        of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0
    ) -> Int? {
        guard let base = bytes.baseAddress, start < bytes.count else { return nil }
        guard let found = memchr(base + start, Int32(byte), bytes.count - start) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// Looks at sixteen places at once, and closely where both the first and the last byte of the word fit one of them.
    private static func firstIndex(
        of word: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0
    ) -> Int? {
        guard let first = word.first, let last = word.last else { return start }
        let memory = UnsafeRawBufferPointer(bytes)
        let distance = word.count - 1
        let end = bytes.count - distance
        let width = SIMD16<UInt8>.scalarCount
        let firsts = SIMD16(repeating: first)
        let lasts = SIMD16(repeating: last)
        var place = start
        while place < end {
            let next = place + width
            if next <= end {
                let begins = memory.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
                let ends = memory.loadUnaligned(fromByteOffset: place + distance, as: SIMD16<UInt8>.self)
                guard any((begins .== firsts) .& (ends .== lasts)) else {
                    place = next
                    continue
                }
            }
            for candidate in place..<min(next, end)
            where word.indices.allSatisfy({ bytes[candidate + $0] == word[$0] }) {
                return candidate
            }
            place = next
        }
        return nil
    }
}
