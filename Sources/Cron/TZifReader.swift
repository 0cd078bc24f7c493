/// Reads a compiled time zone: TZif versions 1 to 4 (RFC 9636).
///
/// From version 2 on, the 64-bit block and the footer count and the 32-bit block is skipped. Leap-second records are
/// ignored: instants are POSIX time. Every count and index is checked, so any bytes are safe to read.
struct TZifReader {
    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The table of a file; nil if it is malformed.
    static func table(of bytes: [UInt8]) -> ZoneTable? {
        var reader = TZifReader(bytes)
        return reader.readTable()
    }

    private struct Header {
        var version: UInt8
        var universalCount: Int
        var standardCount: Int
        var leapCount: Int
        var timeCount: Int
        var typeCount: Int
        var characterCount: Int

        /// The bytes of the block that follows, with times of `timeSize` bytes.
        func blockSize(timeSize: Int) -> Int {
            timeCount * (timeSize + 1) + typeCount * 6 + characterCount + leapCount * (timeSize + 4) + standardCount
                + universalCount
        }
    }

    private mutating func readTable() -> ZoneTable? {
        guard let first = readHeader() else { return nil }
        guard first.version > 0 else { return readBlock(first, timeSize: 4, hasFooter: false) }
        guard skip(first.blockSize(timeSize: 4)), let second = readHeader() else { return nil }
        return readBlock(second, timeSize: 8, hasFooter: true)
    }

    private mutating func readHeader() -> Header? {
        guard bytes.count - position >= 44, bytes[position..<position + 4].elementsEqual("TZif".utf8) else {
            return nil
        }
        let version = bytes[position + 4]
        position += 20
        let header = Header(
            version: version, universalCount: readInteger(4), standardCount: readInteger(4), leapCount: readInteger(4),
            timeCount: readInteger(4), typeCount: readInteger(4), characterCount: readInteger(4))
        guard header.typeCount > 0, header.typeCount <= 256, header.timeCount >= 0, header.leapCount >= 0,
            header.characterCount >= 0, header.standardCount >= 0, header.universalCount >= 0
        else { return nil }
        return header
    }

    private mutating func readBlock(_ header: Header, timeSize: Int, hasFooter: Bool) -> ZoneTable? {
        guard bytes.count - position >= header.blockSize(timeSize: timeSize) else { return nil }
        let end = position + header.blockSize(timeSize: timeSize)
        let times = (0..<header.timeCount).map { _ in Int64(readInteger(timeSize)) }
        let indices = (0..<header.timeCount).map { _ in readInteger(1) & 0xFF }
        var offsets: [Int32] = []
        for _ in 0..<header.typeCount {
            let offset = readInteger(4)
            guard abs(offset) < ZoneTable.farthestOffset else { return nil }
            offsets.append(Int32(offset))
            position += 2
        }
        guard zip(times, times.dropFirst()).allSatisfy(<), indices.allSatisfy(offsets.indices.contains) else {
            return nil
        }
        position = end
        var rule: PosixZoneRule?
        if hasFooter {
            guard let footer = readFooter() else { return nil }
            if !footer.isEmpty {
                guard let parsed = PosixZoneRule(footer) else { return nil }
                rule = parsed
            }
        }
        return table(times: times, indices: indices, offsets: offsets, rule: rule)
    }

    /// Old compilers put a first transition at the beginning of time; what it says holds from the start.
    private func table(times: [Int64], indices: [Int], offsets: [Int32], rule: PosixZoneRule?) -> ZoneTable {
        var initial = offsets[0]
        var transitions: [ZoneTable.Transition] = []
        for (time, index) in zip(times, indices) where time < CronExpression.horizon {
            if time < -CronExpression.horizon {
                initial = offsets[index]
            } else {
                transitions.append(ZoneTable.Transition(instant: time, offset: offsets[index]))
            }
        }
        return ZoneTable(initialOffset: initial, transitions: transitions, rule: rule)
    }

    /// The text between two newlines at the end.
    private mutating func readFooter() -> ArraySlice<UInt8>? {
        guard position < bytes.count, bytes[position] == 0x0A else { return nil }
        let text = bytes[(position + 1)...]
        guard let end = text.firstIndex(of: 0x0A) else { return nil }
        return text[..<end]
    }

    private mutating func skip(_ count: Int) -> Bool {
        guard bytes.count - position >= count else { return false }
        position += count
        return true
    }

    /// A big-endian two's complement integer; its presence has been checked.
    private mutating func readInteger(_ size: Int) -> Int {
        var value: Int64 = size > 0 && bytes[position] & 0x80 != 0 ? -1 : 0
        for byte in bytes[position..<position + size] { value = value &<< 8 | Int64(byte) }
        position += size
        return Int(value)
    }
}
