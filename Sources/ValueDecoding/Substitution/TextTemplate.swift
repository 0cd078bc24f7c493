/// A text with placeholders, taken apart.
package struct TextTemplate: Equatable, Sendable {
    package enum Part: Equatable, Sendable {
        case text(String)
        /// A literal `${`, written `$${`.
        case literalOpening
        /// `raw` is the whole of it, `${…}`; `openings` is how many `${` there are in that, its own among them.
        case placeholder(raw: String, openings: Int, Result<Placeholder, Placeholder.Problem>)
        /// `${` without an end.
        case unclosed
    }

    package private(set) var parts: [Part] = []

    /// Whether one placeholder is the whole text.
    package var isWhole: Bool {
        if parts.count == 1, case .placeholder = parts[0] { true } else { false }
    }

    package init(_ text: String) {
        let bytes = Array(text.utf8)
        let (dollar, open) = (UInt8(ascii: "$"), UInt8(ascii: "{"))
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
                guard let end = Self.end(of: index, in: bytes) else {
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

    /// The references in it, those of their defaults included.
    package var references: [Reference] {
        parts.flatMap { part -> [Reference] in
            guard case .placeholder(_, _, .success(.reference(let reference))) = part else { return [] }
            return [reference] + (reference.fallback?.references ?? [])
        }
    }

    /// How many `${` stand in a text, by its bytes: this is asked of every text of a set.
    package static func openings(in text: some StringProtocol) -> Int {
        var (count, isBehindDollar) = (0, false)
        for byte in text.utf8 {
            if isBehindDollar, byte == UInt8(ascii: "{") { count += 1 }
            isBehindDollar = byte == UInt8(ascii: "$")
        }
        return count
    }

    /// A text as it is written to mean itself.
    package static func escaped(_ text: String) -> String {
        guard openings(in: text) > 0 else { return text }
        return text.split(separator: "${", omittingEmptySubsequences: false).joined(separator: "$${")
    }

    /// A text with secrets as it means the same in a manifest in another directory.
    package static func rebased(_ reference: String, from folder: String, to other: String) -> String {
        if folder == other { return reference }
        return TextTemplate(reference).parts.reduce(into: "") { text, part in
            switch part {
            case .text(let piece): text += piece
            case .literalOpening: text += "$${"
            case .placeholder(_, _, .success(.secretFile(let path))):
                text += "${secret:file:\(RelativePath.path(path, from: folder, to: other))}"
            case .placeholder(let raw, _, _): text += raw
            case .unclosed: break
            }
        }
    }

    /// The brace that closes the placeholder at `start`: the first one that no placeholder inside it takes.
    private static func end(of start: Int, in bytes: [UInt8]) -> Int? {
        var depth = 0
        for index in start..<bytes.count {
            if bytes[index] == UInt8(ascii: "{"), bytes[index - 1] == UInt8(ascii: "$") { depth += 1 }
            if bytes[index] == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return bytes[start...].firstIndex(of: UInt8(ascii: "}"))
    }

    /// The reference that is the whole text; nil for any other text.
    package var wholeReference: Reference? {
        if parts.count == 1, case .placeholder(_, _, .success(.reference(let reference))) = parts[0] {
            reference
        } else {
            nil
        }
    }

    private static func placeholder(raw: String, _ inner: String) -> Part {
        // Only the default of a reference may hold others.
        let openings = openings(in: raw)
        let isDefault =
            inner.firstRange(of: ":-").map {
                Self.openings(in: inner[..<$0.lowerBound]) == 0 && Reference.path(inner[..<$0.lowerBound]) != nil
            } ?? false
        guard isDefault || openings == 1 else {
            return .placeholder(
                raw: raw, openings: openings,
                .failure(
                    .init(
                        message: "substitutions cannot be nested", help: "write the text without a nested substitution")
                )
            )
        }
        return .placeholder(
            raw: raw, openings: openings, Result { () throws(Placeholder.Problem) in try Placeholder(inner) })
    }
}
