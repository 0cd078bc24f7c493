import Glibc

/// Looks for a word in bytes, much faster than they are read as YAML or JSON.
package enum ByteSearch {
    package static func contains(_ word: StaticString, in bytes: [UInt8]) -> Bool {
        word.withUTF8Buffer { contains($0, in: bytes) }
    }

    package static func contains(_ word: String, in bytes: [UInt8]) -> Bool {
        var word = word
        return word.withUTF8 { contains($0, in: bytes) }
    }

    private static func contains(_ word: UnsafeBufferPointer<UInt8>, in bytes: [UInt8]) -> Bool {
        guard let start = word.baseAddress, let first = word.first else { return true }
        return bytes.withUnsafeBufferPointer { all in
            guard var place = all.baseAddress else { return false }
            var left = all.count
            while left >= word.count, let found = memchr(place, Int32(first), left - word.count + 1) {
                if memcmp(found, start, word.count) == 0 { return true }
                let offset = found - UnsafeMutableRawPointer(mutating: place) + 1
                place += offset
                left -= offset
            }
            return false
        }
    }
}
