import Diagnostics

/// Text of others made safe for a terminal, and how wide it is there.
package enum TerminalText {
    /// The text on one line, with everything escaped that `UnsafeCharacter` names: `\n`, `\u{1B}`.
    package static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: UnsafeCharacter.isUnsafe) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where UnsafeCharacter.isUnsafe(scalar): result += UnsafeCharacter.escape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    /// Escaped text cut off, with an ellipsis, where it has more columns.
    package static func shortened(_ text: String, to columns: Int) -> String {
        guard width(text) > columns else { return text }
        var shown = ""
        var used = 1
        for character in text {
            used += width(String(character))
            if used > columns { break }
            shown.append(character)
        }
        return shown + "…"
    }

    /// How many columns a terminal gives the text.
    package static func width(_ text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width($1) }
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
