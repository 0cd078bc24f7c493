/// How texts stand in the database, which cannot hold U+0000: that is U+0001 U+0001, and U+0001 is U+0001 U+0002.
/// Every other character stands for itself. Equal texts stay equal, and all others in their order by bytes.
enum EscapedText {
    private static let mark: UInt8 = 1

    /// The bytes that stand for a text.
    static func bytes(of text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { utf8 in
            guard utf8.contains(where: { $0 <= mark }) else { return Array(utf8) }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(utf8.count + 8)
            for byte in utf8 {
                guard byte <= mark else {
                    bytes.append(byte)
                    continue
                }
                bytes.append(mark)
                bytes.append(byte + 1)
            }
            return bytes
        }
    }

    /// The text that bytes stand for. What this type did not write stays as it is.
    static func text(of bytes: UnsafeRawBufferPointer) -> String {
        guard bytes.contains(mark) else { return String(decoding: bytes, as: UTF8.self) }
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == mark, index < bytes.count, bytes[index] == 1 || bytes[index] == 2 {
                plain.append(bytes[index] - 1)
                index += 1
            } else {
                plain.append(byte)
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
