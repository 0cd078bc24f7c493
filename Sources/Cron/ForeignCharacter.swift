/// A character outside printable ASCII, met where an expression was expected.
struct ForeignCharacter {
    /// Nil for bytes that are not UTF-8.
    var scalar: Unicode.Scalar?
    /// In bytes, at least one.
    var length: Int

    init(at index: Int, in text: UnsafeBufferPointer<UInt8>) {
        var decoder = UTF8()
        var bytes = text[index...].makeIterator()
        if case .scalarValue(let scalar) = decoder.decode(&bytes) {
            self.scalar = scalar
            length = UTF8.width(scalar)
        } else {
            length = 1
        }
    }

    /// The scalar as a code point with its Unicode name, such as `U+00A0 NO-BREAK SPACE`.
    var name: String {
        guard let scalar else { return "that is not valid UTF-8" }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        let name = scalar.properties.name ?? scalar.properties.nameAlias
        return name.map { "\(code) \($0)" } ?? code
    }

    /// The ASCII text that was probably meant; empty for characters without width.
    var replacement: String? {
        guard let scalar else { return nil }
        let properties = scalar.properties
        if properties.generalCategory == .decimalNumber, let value = properties.numericValue {
            return String(Int(value))
        }
        switch properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: return " "
        case .dashPunctuation: return "-"
        case .format, .control: return properties.isWhitespace ? " " : ""
        default: break
        }
        switch scalar.value {
        case 0x2212: return "-"
        case 0x2217, 0xFF0A: return "*"
        case 0x2044, 0x2215, 0xFF0F: return "/"
        case 0xFF0C: return ","
        case 0xFF21...0xFF3A, 0xFF41...0xFF5A: return Unicode.Scalar(scalar.value - 0xFEE0).map { String($0) }
        default: return nil
        }
    }

    /// The text from the first to past the last foreign character, in ASCII; nil where one has no counterpart.
    static func folding(from start: Int, in text: UnsafeBufferPointer<UInt8>) -> (end: Int, replacement: String)? {
        var folded = ""
        var replacement = ""
        var end = start
        var index = start
        while index < text.count {
            let byte = text[index]
            if byte == 0x09 || (0x20...0x7E).contains(byte) {
                folded.unicodeScalars.append(Unicode.Scalar(byte))
                index += 1
                continue
            }
            let character = ForeignCharacter(at: index, in: text)
            guard let ascii = character.replacement else { return nil }
            folded += ascii
            index += character.length
            end = index
            replacement = folded
        }
        return (end, replacement)
    }
}
