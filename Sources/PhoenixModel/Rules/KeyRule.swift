/// The grammar that keys and project names share: `[a-z0-9][a-z0-9._-]{0,62}`.
package enum KeyRule {
    package static let pattern = "[a-z0-9][a-z0-9._-]{0,62}"

    /// What a fitting key is, to stand behind "must be".
    package static let expectation =
        "1 to 63 characters: a-z, digits, '.', '_' and '-', beginning with a letter or digit"

    package static func isValid(_ text: some Sequence<UInt8>) -> Bool {
        Array(text).withUnsafeBufferPointer { isValid(utf8: $0) }
    }

    /// The same without a copy, for those who read thousands.
    package static func isValid(utf8 text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first, isLetterOrDigit(first), text.count <= 63 else { return false }
        return text.allSatisfy { isLetterOrDigit($0) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D }
    }

    /// The key that a text was probably meant to be: `Nightly Backup!` → `nightly-backup`; nil when nothing is left.
    package static func closest(to text: String) -> String? {
        var bytes: [UInt8] = []
        for byte in text.lowercased().utf8 where bytes.count < 63 {
            switch byte {
            case 0x61...0x7A, 0x30...0x39: bytes.append(byte)
            case 0x2E, 0x5F: if !bytes.isEmpty { bytes.append(byte) }
            default: if let last = bytes.last, last != 0x2D { bytes.append(0x2D) }
            }
        }
        while bytes.last == 0x2D { bytes.removeLast() }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
}
