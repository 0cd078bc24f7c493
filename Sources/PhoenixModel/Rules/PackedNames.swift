/// Short names in the order given, found by their bytes: each is packed into two integers, which compare at once.
struct PackedNames: Sendable {
    private struct Packed: Hashable {
        let count: Int
        let low: UInt64
        let high: UInt64

        init(_ bytes: UnsafeBufferPointer<UInt8>) {
            count = bytes.count
            low = Self.word(bytes, from: 0)
            high = count > 8 ? Self.word(bytes, from: 8) : 0
        }

        /// Up to eight bytes from `start` on.
        private static func word(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt64 {
            var word: UInt64 = 0
            var index = min(bytes.count, start + 8)
            while index > start {
                index -= 1
                word = word &<< 8 | UInt64(bytes[index])
            }
            return word
        }
    }

    private let packed: [Packed]
    private let names: [String]

    init(_ names: [String]) {
        self.names = names
        packed = names.map { name in Array(name.utf8).withUnsafeBufferPointer { Packed($0) } }
    }

    func index(of name: String) -> Int? {
        var name = name
        return name.withUTF8 { index(ofUTF8: $0) }
    }

    func index(ofUTF8 name: UnsafeBufferPointer<UInt8>) -> Int? {
        let wanted = Packed(name)
        for index in packed.indices where packed[index] == wanted {
            // Sixteen bytes are all that is packed.
            if wanted.count <= 16 || names[index].utf8.elementsEqual(name) { return index }
        }
        return nil
    }
}
