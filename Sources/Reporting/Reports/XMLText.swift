import Diagnostics

/// Texts of others within XML 1.0.
enum XMLText {
    /// Between quotes: on one line.
    static func attribute(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\n", "\r", "\t": result += "&#\(scalar.value);"
            case "\"": result += "&quot;"
            default: append(scalar, to: &result)
            }
        }
    }

    /// Between tags.
    static func content(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { append($1, to: &$0) }
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
        switch scalar.value {
        case 0x26: text += "&amp;"
        case 0x3C: text += "&lt;"
        case 0x3E: text += "&gt;"
        case 0x09, 0x0A, 0x0D: text.unicodeScalars.append(scalar)
        // No XML 1.0 can hold them, escaped or not.
        case 0xFFFE, 0xFFFF: text += "\u{FFFD}"
        default:
            if UnsafeCharacter.isUnsafe(scalar) {
                text += UnsafeCharacter.escape(scalar)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }
}
