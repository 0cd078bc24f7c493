import Diagnostics

/// One scalar of YAML that reads back as the text it is made from, by phoenix and by every other reader.
enum ScalarText {
    /// On one line: plain where that is safe, else in double quotes.
    static func inline(_ text: String) -> String {
        isPlain(text) ? text : quoted(text)
    }

    /// In double quotes, with everything escaped that could be misread.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result += isPrintable(scalar) ? String(scalar) : escape(scalar)
            }
        }
        return result + "\""
    }

    /// The lines of a literal block scalar and its indicators; nil where quotes are needed, or one line is enough.
    static func block(_ text: String) -> (indicators: String, lines: [Substring])? {
        guard text.utf8.contains(0x0A) else { return nil }
        var lines = text.split(separator: "\n" as Character, omittingEmptySubsequences: false)
        let isLiteral = lines.allSatisfy { line in
            line.unicodeScalars.allSatisfy { isPrintable($0) && $0 != "\r" } && line.utf8.last != 0x20
                && line.utf8.last != 0x09
        }
        guard isLiteral, let first = lines.first, let last = lines.last, !first.isEmpty, !startsWithSpace(first),
            !text.unicodeScalars.contains("\r")
        else { return nil }
        guard last.isEmpty else { return ("|-", lines) }
        lines.removeLast()
        return lines.last?.isEmpty == true ? ("|+", lines) : ("|", lines)
    }

    // MARK: Rules

    private static func startsWithSpace(_ text: Substring) -> Bool {
        text.utf8.first == 0x20 || text.utf8.first == 0x09
    }

    /// Whether the text can stand without quotes, inside of brackets too, and is text to every reader.
    static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last, isPlainStart(first) else {
            return false
        }
        var before: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case ",", "[", "]", "{", "}", "\"", "'", "`", "\\", ":", "\t": return false
            case " ", "#": if before == " " { return false }
            default:
                guard isPrintable(scalar), scalar.isASCII || !scalar.properties.isWhitespace else { return false }
            }
            before = scalar
        }
        return last != " " && !looksLikeOtherType(text)
    }

    private static func isPlainStart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "/", "_", "(": true
        default: !scalar.isASCII && isPrintable(scalar)
        }
    }

    /// Numbers, dates, booleans and null, in YAML 1.1 or 1.2.
    private static func looksLikeOtherType(_ text: String) -> Bool {
        if let first = text.utf8.first, (0x30...0x39).contains(first) {
            return text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || "abcdefABCDEFxoXO_.,:+-eETtZz ".utf8.contains(byte)
            }
        }
        return text.utf8.count <= 5
            && ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    }

    /// Whether a reader sees the character as it is: libyaml takes it, and it hides nothing.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x20...0x7E: true
        case 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: !UnsafeCharacter.isUnsafe(scalar)
        default: false
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let (letter, width) = scalar.value <= 0xFF ? ("x", 2) : scalar.value <= 0xFFFF ? ("u", 4) : ("U", 8)
        return "\\\(letter)\(String(repeating: "0", count: width - digits.count))\(digits)"
    }
}
