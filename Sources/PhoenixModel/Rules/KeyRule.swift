/// The grammar that keys and project names share: `[a-z0-9][a-z0-9._-]{0,62}`.
package enum KeyRule {
    package static let pattern = "[a-z0-9][a-z0-9._-]{0,62}"

    /// What a fitting key is, to stand behind "must be".
    package static let expectation =
        "1 to 63 of the letters a-z, digits, '.', '_' and '-', with a letter or digit first"

    package static func isValid(_ text: some Collection<UInt8>) -> Bool {
        guard let first = text.first, isLetterOrDigit(first), text.count <= 63 else { return false }
        return text.allSatisfy { isLetterOrDigit($0) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
}
