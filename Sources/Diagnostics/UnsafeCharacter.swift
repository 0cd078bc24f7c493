/// The characters of foreign text that act on what shows it, or cannot be seen in it.
///
/// One rule for everything that people read: terminals, logs, reports, JSON, and manifests that are reviewed. Control
/// characters move cursors and change colours, line separators fake lines, marks of direction reverse what stands on a
/// screen, and characters without width, tags among them, hide text or make two names look alike.
@usableFromInline package enum UnsafeCharacter {
    @inlinable package static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x7F { return value < 0x20 }
        switch value {
        case 0x7F...0x9F: return true  // DEL and C1
        case 0xAD, 0x180E, 0xFEFF: return true  // soft hyphen, vowel separator, byte order mark
        case 0x61C: return true  // a mark of direction
        case 0x200B...0x200F: return true  // no width, and marks of direction
        case 0x2028...0x202E: return true  // line separators, embeddings and overrides
        case 0x2060...0x206F: return true  // no width, isolates, and old format characters
        case 0xFFF9...0xFFFB: return true  // interlinear notes
        case 0xE0000...0xE0FFF: return true  // tags and other characters that show nothing
        default: return false
        }
    }

    /// Whether a byte of UTF-8 may begin, or be, an unsafe character: a quick look that lets most texts pass.
    @inlinable package static func mayBegin(with byte: UInt8) -> Bool {
        byte < 0x20
            || byte >= 0x7F
                && (byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE1 || byte == 0xE2 || byte == 0xEF
                    || byte == 0xF3)
    }

    /// The code point in braces, as messages and logs write it: `\u{202E}`.
    package static func escape(_ scalar: Unicode.Scalar) -> String {
        "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }
}
