import PhoenixModel

/// Writes keys and values as YAML in block style, in the layout that `fmt` leaves alone.
///
/// A `Value.secret` is written as its reference; in plain text `${` is escaped, so that it stays as it is.
struct ManifestWriter {
    private static let maximumWidth = 100
    /// libyaml reads keys of up to 1,024 characters in front of a colon; longer ones need a question mark.
    private static let maximumKeyWidth = 1_000

    private(set) var text = ""
    private let escapesSubstitutions: Bool
    private let marksSecrets: Bool

    /// - Parameters:
    ///   - escapesSubstitutions: whether `${` is to be read by phoenix again, and so must be escaped to stay as it is.
    ///   - marksSecrets: whether a comment says of each secret that it is one.
    init(escapesSubstitutions: Bool = true, marksSecrets: Bool = false) {
        self.escapesSubstitutions = escapesSubstitutions
        self.marksSecrets = marksSecrets
    }

    /// A comment on a line of its own; a text that needs several lines or cannot be read is written with escapes.
    mutating func comment(_ line: String, depth: Int = 0) {
        let isPlain = line.unicodeScalars.allSatisfy(ScalarText.isPrintable)
        text += line.isEmpty ? "#\n" : "\(indentation(depth))# \(isPlain ? line : ScalarText.quoted(line))\n"
    }

    mutating func emptyLine() {
        text += "\n"
    }

    /// A key whose mapping follows in the lines below.
    mutating func heading(_ key: String, depth: Int = 0) {
        text += "\(indentation(depth))\(keyText(key)):\n"
    }

    /// A text that always stands in double quotes, as schedules do.
    mutating func quotedEntry(_ key: String, _ string: String, depth: Int) {
        text += "\(indentation(depth))\(keyText(key)): \(ScalarText.quoted(escaped(string)))\n"
    }

    mutating func entry(_ key: String, _ value: Value, depth: Int) {
        let rendered = keyText(key)
        if rendered.unicodeScalars.count > Self.maximumKeyWidth {
            text += "\(indentation(depth))? \(rendered)\n\(indentation(depth)):"
        } else {
            text += "\(indentation(depth))\(rendered):"
        }
        write(value, depth: depth)
    }

    /// Writes what stands behind the colon or dash that ends the text.
    private mutating func write(_ value: Value, depth: Int) {
        if case .string(let string) = value, let block = ScalarText.block(escaped(string)) {
            text += " \(block.indicators)\n"
            for line in block.lines { text += line.isEmpty ? "\n" : "\(indentation(depth + 1))\(line)\n" }
        } else if let line = inline(value),
            line.unicodeScalars.count + depth * 2 <= Self.maximumWidth || isScalar(value)
        {
            text += " \(line)\(marksSecrets && value.hasSecrets ? " # (secret)" : "")\n"
        } else {
            text += "\n"
            writeLines(of: value, depth: depth + 1)
        }
    }

    private mutating func writeLines(of value: Value, depth: Int) {
        switch value {
        case .list(let elements):
            for element in elements {
                text += "\(indentation(depth))-"
                guard case .map(let map) = element, !map.isEmpty else {
                    write(element, depth: depth)
                    continue
                }
                var lines = ManifestWriter(escapesSubstitutions: escapesSubstitutions, marksSecrets: marksSecrets)
                lines.writeLines(of: .map(map), depth: depth + 1)
                text += " \(lines.text.dropFirst(2 * (depth + 1)))"
            }
        case .map(let map):
            for (key, value) in map { entry(key, value, depth: depth) }
        default: break
        }
    }

    private func isScalar(_ value: Value) -> Bool {
        switch value {
        case .list(let elements): elements.isEmpty
        case .map(let map): map.isEmpty
        default: true
        }
    }

    /// The value on one line; nil where it needs lines of its own, as every mapping with keys does.
    private func inline(_ value: Value) -> String? {
        switch value {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .number(let value): return String(value)
        case .string(let string): return ScalarText.inline(escaped(string))
        case .secret(let secret): return ScalarText.quoted(secret.reference)
        case .map(let map): return map.isEmpty ? "{}" : nil
        case .list(let elements):
            let parts = elements.compactMap { element -> String? in
                if case .string(let string) = element, string.utf8.contains(0x0A) { return nil }
                return inline(element)
            }
            return parts.count == elements.count ? "[\(parts.joined(separator: ", "))]" : nil
        }
    }

    /// `on` is a field, and only YAML 1.1 took it for a boolean.
    private func keyText(_ key: String) -> String { key == "on" ? key : ScalarText.inline(escaped(key)) }

    private func escaped(_ string: String) -> String {
        escapesSubstitutions && string.utf8.contains(UInt8(ascii: "$")) ? string.replacing("${", with: "$${") : string
    }

    private func indentation(_ depth: Int) -> String { String(repeating: "  ", count: depth) }
}
