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

    private static func firstIndex(
        of word: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0
    ) -> Int? {
        guard let first = word.first else { return start }
        guard let base = bytes.baseAddress else { return nil }
        var place = start
        while bytes.count - place >= word.count, let found = firstIndex(of: first, in: bytes, from: place),
            bytes.count - found >= word.count
        {
            // Mostly the second byte tells already, before a call would have begun.
            if (1..<word.count).allSatisfy({ base[found + $0] == word[$0] }) { return found }
            place = found + 1
        }
        return nil
    }
}
