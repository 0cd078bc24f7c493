/// A text with placeholders, taken apart.
struct TextTemplate {
    enum Part {
        case text(String)
        /// A literal `${`, written `$${`.
        case literalOpening
        /// `raw` is the whole of it, `${…}`.
        case placeholder(raw: String, Result<Placeholder, Placeholder.Problem>)
        /// `${` without an end.
        case unclosed
    }

    private(set) var parts: [Part] = []

    /// Whether one placeholder is the whole text.
    var isWhole: Bool {
        if parts.count == 1, case .placeholder = parts[0] { true } else { false }
    }

    init(_ text: String) {
        let bytes = Array(text.utf8)
        let (dollar, open, close) = (UInt8(ascii: "$"), UInt8(ascii: "{"), UInt8(ascii: "}"))
        var (start, index) = (0, 0)
        func piece(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        while index + 1 < bytes.count {
            if bytes[index] == dollar, bytes[index + 1] == dollar, index + 2 < bytes.count, bytes[index + 2] == open {
                if start < index { parts.append(.text(piece(start..<index))) }
                parts.append(.literalOpening)
                index += 3
                start = index
            } else if bytes[index] == dollar, bytes[index + 1] == open {
                if start < index { parts.append(.text(piece(start..<index))) }
                guard let end = bytes[index...].firstIndex(of: close) else {
                    parts.append(.unclosed)
                    return
                }
                parts.append(Self.placeholder(raw: piece(index..<end + 1), piece(index + 2..<end)))
                index = end + 1
                start = index
            } else {
                index += 1
            }
        }
        if start < bytes.count { parts.append(.text(piece(start..<bytes.count))) }
    }

    private static func placeholder(raw: String, _ inner: String) -> Part {
        guard !inner.contains("${") else {
            return .placeholder(
                raw: raw,
                .failure(
                    .init(
                        message: "substitutions cannot be nested", help: "write the text without a nested substitution")
                )
            )
        }
        return .placeholder(raw: raw, Result { () throws(Placeholder.Problem) in try Placeholder(inner) })
    }
}
