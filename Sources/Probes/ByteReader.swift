/// Reads the fields of one message of a binary protocol.
struct ByteReader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) { self.bytes = ArraySlice(bytes) }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func take(_ count: Int) throws(ProbeFailure) -> ArraySlice<UInt8> {
        guard count >= 0, bytes.count >= count else { throw .unreadable("sent a message that is too short") }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }

    mutating func byte() throws(ProbeFailure) -> UInt8 { try take(1).first ?? 0 }

    mutating func littleEndian(_ count: Int) throws(ProbeFailure) -> Int {
        try take(count).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func bigEndian(_ count: Int) throws(ProbeFailure) -> Int {
        try take(count).reduce(0) { $0 << 8 | Int($1) }
    }

    /// Up to the next zero byte, which is dropped; to the end where there is none.
    mutating func text() -> String {
        let text = bytes.prefix { $0 != 0 }
        bytes = bytes.dropFirst(text.count + 1)
        return String(decoding: text, as: UTF8.self)
    }

    mutating func rest() -> ArraySlice<UInt8> {
        defer { bytes = [] }
        return bytes
    }
}
