import PhoenixModel
import YAMLReading

/// How a value is written in place of another one: in the same quotes where it can be, and so that it reads back as it
/// is meant.
enum ScalarStyle {
    case plain, single, double

    init(of node: YAMLNode, writtenAs bytes: ArraySlice<UInt8>) {
        switch (node.style, bytes.first) {
        case (.quoted, UInt8(ascii: "'")): self = .single
        case (.quoted, _): self = .double
        default: self = .plain
        }
    }

    func text(of value: Value) -> String {
        guard case .string(let string) = value else { return Self.inline(value) }
        let escaped = Self.escaped(string)
        switch self {
        case .plain: return ScalarText.inline(escaped)
        case .single where escaped.unicodeScalars.allSatisfy({ ScalarText.isPrintable($0) && $0 != "\t" }):
            return "'\(escaped.replacing("'", with: "''"))'"
        case .single, .double: return ScalarText.quoted(escaped)
        }
    }

    /// On one line, in brackets where it has parts.
    static func inline(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .string(let string): ScalarText.inline(escaped(string))
        case .secret(let secret): ScalarText.quoted(secret.reference)
        case .list(let elements): "[\(elements.map(inline).joined(separator: ", "))]"
        case .map(let map):
            map.isEmpty
                ? "{}" : "{ \(map.map { "\(inline(.string($0.key))): \(inline($0.value))" }.joined(separator: ", ")) }"
        }
    }

    /// A text of the panel means nothing but itself.
    static func escaped(_ text: String) -> String {
        text.utf8.contains(UInt8(ascii: "$")) ? text.replacing("${", with: "$${") : text
    }
}
