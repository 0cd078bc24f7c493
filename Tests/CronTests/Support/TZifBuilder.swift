/// Writes small TZif files.
enum TZifBuilder {
    /// A version 2 file without transitions but with a footer.
    static func file(footer: String) -> [UInt8] {
        block(version: 0x32, timeSize: 4, transitions: [], offsets: [0])
            + block(version: 0x32, timeSize: 8, transitions: [], offsets: [0]) + Array("\n\(footer)\n".utf8)
    }

    /// A header and its data block.
    static func block(
        version: UInt8, timeSize: Int, transitions: [(Int64, UInt8)], offsets: [Int32]
    ) -> [UInt8] {
        var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
        for count in [0, 0, 0, transitions.count, offsets.count, 4] { bytes += bigEndian(Int64(count), 4) }
        for transition in transitions { bytes += bigEndian(transition.0, timeSize) }
        bytes += transitions.map(\.1)
        for offset in offsets { bytes += bigEndian(Int64(offset), 4) + [0, 0] }
        return bytes + Array("AAA\0".utf8)
    }

    private static func bigEndian(_ value: Int64, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> Int64($0 * 8)) }
    }
}
