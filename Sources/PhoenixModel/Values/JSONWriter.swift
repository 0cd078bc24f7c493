import Diagnostics

extension Value {
    /// The value as compact JSON on one line. Keys keep their order; `sortedKeys` puts them in ascending order at
    /// every level. Secrets are written as `"(secret)"`: reveal them first where they must be sent.
    package func jsonText(sortedKeys: Bool = false) -> String {
        var bytes: [UInt8] = []
        appendJSON(to: &bytes, sortedKeys: sortedKeys)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value as JSON for people: two spaces a level, keys in their order.
    package func prettyJSONText() -> String {
        var bytes: [UInt8] = []
        appendJSON(to: &bytes, sortedKeys: false, indentation: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the JSON text; `indentation` nil writes one line, else a line for each element. With sorted keys it is
    /// the canonical text, of which digests are made that outlive this version.
    package func appendJSON(to bytes: inout [UInt8], sortedKeys: Bool, indentation: Int? = nil) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        case .number(let value): bytes.append(contentsOf: String(value).utf8)
        case .string(let value): Value.appendText(value, isCanonical: sortedKeys, to: &bytes)
        case .secret(let secret): Value.appendText(secret.description, isCanonical: sortedKeys, to: &bytes)
        case .list(let elements):
            appendContainer(UInt8(ascii: "["), elements, UInt8(ascii: "]"), to: &bytes, indentation) { element, bytes in
                element.appendJSON(to: &bytes, sortedKeys: sortedKeys, indentation: indentation.map { $0 + 2 })
            }
        case .map(let map):
            let ordered = sortedKeys ? map.sortedByKey() : map
            appendContainer(UInt8(ascii: "{"), ordered, UInt8(ascii: "}"), to: &bytes, indentation) { entry, bytes in
                Value.appendText(entry.key, isCanonical: sortedKeys, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                if indentation != nil { bytes.append(UInt8(ascii: " ")) }
                entry.value.appendJSON(to: &bytes, sortedKeys: sortedKeys, indentation: indentation.map { $0 + 2 })
            }
        }
    }

    private func appendContainer<Elements: Collection>(
        _ open: UInt8, _ elements: Elements, _ close: UInt8, to bytes: inout [UInt8], _ indentation: Int?,
        appendElement: (Elements.Element, inout [UInt8]) -> Void
    ) {
        bytes.append(open)
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            if let indentation { appendLineBreak(to: &bytes, indentation + 2) }
            appendElement(element, &bytes)
        }
        if let indentation, !elements.isEmpty { appendLineBreak(to: &bytes, indentation) }
        bytes.append(close)
    }

    private func appendLineBreak(to bytes: inout [UInt8], _ indentation: Int) {
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation))
    }

    /// Appends the canonical text of a string in quotes, of which digests are made: what is escaped never changes.
    package static func appendJSONString(_ string: String, to bytes: inout [UInt8]) {
        appendText(string, isCanonical: true, to: &bytes)
    }

    /// Appends a text in quotes, with everything escaped that JSON asks for or that `UnsafeCharacter` names; in the
    /// canonical text, what `isCanonicallyEscaped` names.
    private static func appendText(_ string: String, isCanonical: Bool, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        // Most texts have nothing to escape and go over in one piece.
        let isDone: ()? = string.utf8.withContiguousStorageIfAvailable { text in
            if isPlainASCII(text) || text.allSatisfy(isPlain) {
                bytes.append(contentsOf: text)
            } else {
                appendEscaped(string, isCanonical: isCanonical, to: &bytes)
            }
        }
        if isDone == nil { appendEscaped(string, isCanonical: isCanonical, to: &bytes) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether every byte stands for itself, as in almost every text: looked at without a branch for each, many at once.
    private static func isPlainASCII(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var others = 0 as UInt8
        for byte in text {
            others |= byte &- 0x20 >= 0x5F ? 1 : 0
            others |= byte == UInt8(ascii: "\"") ? 1 : 0
            others |= byte == UInt8(ascii: "\\") ? 1 : 0
        }
        return others == 0
    }

    /// Whether a byte of UTF-8 stands for itself, and begins nothing that may have to be escaped.
    private static func isPlain(_ byte: UInt8) -> Bool {
        // Almost every byte is one of these, which take no call.
        if byte >= 0x20, byte < 0x7F { return byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") }
        return !UnsafeCharacter.mayBegin(with: byte)
    }

    /// The characters beyond ASCII that the canonical text escapes. They are those of its first version, and stay.
    private static func isCanonicallyEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x80...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// Appends one byte of UTF-8, escaped where JSON asks for it.
    private static func appendByte(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0..<0x20, 0x7F:
            let digits = String(byte, radix: 16)
            bytes.append(contentsOf: "\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8)
        default: bytes.append(byte)
        }
    }

    private static func appendEscaped(_ string: String, isCanonical: Bool, to bytes: inout [UInt8]) {
        for scalar in string.unicodeScalars {
            if let byte = UInt8(exactly: scalar.value), byte < 0x7F, isPlain(byte) {
                bytes.append(byte)
                continue
            }
            let isEscaped = isCanonical ? isCanonicallyEscaped(scalar) : UnsafeCharacter.isUnsafe(scalar)
            if scalar.value >= 0x80, isEscaped {
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                    let digits = String(unit, radix: 16)
                    bytes.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
                }
            } else {
                for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { appendByte(byte, to: &bytes) }
            }
        }
    }
}
