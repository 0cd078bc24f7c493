/// The text to format with LF alone between its lines, and the way from libyaml's marks to its bytes.
struct FormatSource {
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    let bytes: [UInt8]
    /// The byte offset of each Unicode scalar; nil where the two numbers are the same.
    private let offsets: [Int32]?

    init(_ original: [UInt8]) {
        let start = original.starts(with: Self.byteOrderMark) ? 3 : 0
        var bytes: [UInt8] = []
        bytes.reserveCapacity(original.count)
        var index = start
        while index < original.count {
            let byte = original[index]
            index += 1
            if byte == 0x0D {
                if index < original.count, original[index] == 0x0A { index += 1 }
                bytes.append(0x0A)
            } else {
                bytes.append(byte)
            }
        }
        self.bytes = bytes
        offsets = bytes.allSatisfy { $0 < 0x80 } ? nil : Self.scalarOffsets(bytes)
    }

    private static func scalarOffsets(_ bytes: [UInt8]) -> [Int32] {
        var offsets: [Int32] = []
        offsets.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 { offsets.append(Int32(clamping: index)) }
        return offsets
    }

    /// The byte offset of libyaml's mark `index`, which counts Unicode scalars.
    func offset(ofScalar index: Int) -> Int {
        guard let offsets else { return min(index, bytes.count) }
        return index < offsets.count ? Int(offsets[index]) : bytes.count
    }
}
