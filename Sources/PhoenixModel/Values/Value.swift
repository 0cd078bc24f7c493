/// A value as JSON and YAML know it: what panels store in `task.data`, `config` and `notify`.
///
/// `secret` is only ever in desired values and in values masked for showing; what a panel stores has none.
package enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    indirect case secret(Secret)
    case list([Value])
    case map(ValueMap)
}

extension Value {
    /// What the value is, for messages: `a list`, `the text "08"`, `a number`.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string, .secret: "text"
        case .list: "a list"
        case .map: "a mapping"
        }
    }

    /// The same value with every secret as plain text: for the writer that sends it, and nobody else.
    package func revealed() -> Value { replacingSecrets { $0.reveal() } }

    /// Whether there is a secret in it, at any depth.
    package var hasSecrets: Bool {
        switch self {
        case .secret: true
        case .list(let elements): elements.contains { $0.hasSecrets }
        case .map(let map): map.contains { $0.value.hasSecrets }
        default: false
        }
    }

    /// The same value with the text in place of each secret that `text` gives for it.
    package func replacingSecrets(_ text: (Secret) -> String) -> Value {
        guard hasSecrets else { return self }
        return switch self {
        case .secret(let secret): .string(text(secret))
        case .list(let elements): .list(elements.map { $0.replacingSecrets(text) })
        case .map(let map): .map(map.mapValues { $0.replacingSecrets(text) })
        default: self
        }
    }

    /// The paths of all secrets below this value, in document order, each starting with `path`: `task.data.command`.
    package func secretPaths(under path: String) -> [String] {
        switch self {
        case .secret: [path]
        case .list(let elements):
            elements.enumerated().flatMap { $0.element.secretPaths(under: "\(path)[\($0.offset)]") }
        case .map(let map): map.flatMap { $0.value.secretPaths(under: "\(path).\($0.key)") }
        default: []
        }
    }

    /// Text that is no secret; nil for everything else. What is shown, and what decides between variants, is read here.
    package var plainText: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// nil for what is no number.
    package var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    /// Plain or secret text as it is sent; nil for every other kind. Never for anything that is shown.
    package var revealedText: String? {
        switch self {
        case .string(let string): string
        case .secret(let secret): secret.reveal()
        default: nil
        }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: Value...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, Value)...) { self = .map(ValueMap(elements)) }
}
