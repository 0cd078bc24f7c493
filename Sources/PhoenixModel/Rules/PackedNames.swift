/// Short names in the order given, found by their bytes: each is packed into two integers, which compare at once.
struct PackedNames: Sendable {
    private struct Packed: Hashable {
        var count: Int
        var low: UInt64 = 0
        var high: UInt64 = 0

        init(_ bytes: UnsafeBufferPointer<UInt8>) {
            count = bytes.count
            for (index, byte) in bytes.prefix(8).enumerated() { low |= UInt64(byte) << UInt64(index * 8) }
            guard count > 8 else { return }
            for (index, byte) in bytes[8...].prefix(8).enumerated() { high |= UInt64(byte) << UInt64(index * 8) }
        }
    }

    private let packed: [Packed]
    private let names: [String]

    init(_ names: [String]) {
        self.names = names
        packed = names.map { name in Array(name.utf8).withUnsafeBufferPointer { Packed($0) } }
    }

    func index(of name: UnsafeBufferPointer<UInt8>) -> Int? {
        let wanted = Packed(name)
        for index in packed.indices where packed[index] == wanted {
            // Sixteen bytes are all that is packed.
            if wanted.count <= 16 || names[index].utf8.elementsEqual(name) { return index }
        }
        return nil
    }
}
