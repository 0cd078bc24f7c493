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
        // Characters that no XML 1.0 can hold, escaped or not.
        case 0..<0x09, 0x0B, 0x0C, 0x0E..<0x20, 0xFFFE, 0xFFFF: text += "\u{FFFD}"
        default: text.unicodeScalars.append(scalar)
        }
    }
}
