import PhoenixModel

/// Values as short text for people, on one line and safe for a terminal. Values that differ never look alike: a text
/// is quoted wherever it could be taken for anything else.
enum ValueText {
    private static let maximumLength = 160

    static func text(_ value: Value) -> String { shortened(flow(value)) }

    /// The two sides of a change. Long ones are cut where they can still be told apart.
    static func texts(of change: FieldChange) -> (before: String?, after: String?) {
        let isWholeTask = change.field == .task && change.path.isEmpty
        let before = change.before.map { isWholeTask ? wholeTask($0) : whole($0) }
        let after = change.after.map { isWholeTask ? wholeTask($0) : whole($0) }
        guard let before, let after, shortened(before) == shortened(after) else {
            return (before.map(shortened), after.map(shortened))
        }
        let common = zip(before, after).prefix { $0 == $1 }.count
        let start = max(0, common - maximumLength / 4)
        return ("…\(shortened(String(before.dropFirst(start))))", "…\(shortened(String(after.dropFirst(start))))")
    }

    private static func whole(_ shown: FieldChange.Shown) -> String {
        switch shown {
        case .value(let value): flow(value)
        case .secret(let number): flow(.secret(Secret(number: number)))
        case .unreported: "(not reported by the panel)"
        }
    }

    /// A task: its type, then its data.
    private static func wholeTask(_ shown: FieldChange.Shown) -> String {
        guard case .value(.map(let task)) = shown, task.count == 2, case .string(let type) = task["type"],
            let data = task["data"]
        else { return whole(shown) }
        return "\(text(type, isNested: true)) \(flow(data, isNested: true))"
    }

    /// As YAML's flow style has it, near enough for reading: lists in brackets, mappings in braces. `isNested` within
    /// one of them, where more characters mean something.
    private static func flow(_ value: Value, isNested: Bool = false) -> String {
        switch value {
        case .null: "null"
        case .bool(let bool): bool ? "true" : "false"
        case .integer(let integer): String(integer)
        case .number(let number): String(number)
        case .string(let string): text(string, isNested: isNested)
        case .secret(let secret): secret.description
        case .list(let elements): "[\(elements.map { flow($0, isNested: true) }.joined(separator: ", "))]"
        case .map(["set": true]): "(secret)"
        case .map(let map):
            map.isEmpty
                ? "{}"
                : "{ \(map.map { "\(text($0.key, isNested: true)): \(flow($0.value, isNested: true))" }.joined(separator: ", ")) }"
        }
    }

    private static func text(_ string: String, isNested: Bool) -> String {
        isPlain(string, isNested: isNested) ? string : quoted(string)
    }

    /// Whether the text can be taken for nothing but itself.
    private static func isPlain(_ text: String, isNested: Bool) -> Bool {
        var text = text
        // Most texts are plain ASCII, which bytes tell at once.
        let answer = text.withUTF8 { bytes -> Bool? in
            guard let first = bytes.first, let last = bytes.last else { return false }
            if !isPlainStart(first) || last <= 0x20 { return false }
            var before: UInt8 = 0
            for byte in bytes {
                if byte >= 0x7F { return nil }
                if byte < 0x20 || byte == UInt8(ascii: "\"") { return false }
                if byte == 0x20, before == 0x20 || (isNested && before == UInt8(ascii: ":")) { return false }
                if isNested, isFlowSign(byte) { return false }
                before = byte
            }
            return !(isNested && last == UInt8(ascii: ":"))
        }
        if answer == false || words.contains(text) || isNumber(text) { return false }
        return answer == true || isPlainUnicode(text, isNested: isNested)
    }

    private static func isPlainStart(_ byte: UInt8) -> Bool {
        byte > 0x20 && !"[{(\"".utf8.contains(byte)
    }

    /// The same of a text with other characters than ASCII.
    private static func isPlainUnicode(_ text: String, isNested: Bool) -> Bool {
        guard text == text.trimmed(), !text.hasPrefix("…"), !text.hasSuffix("…"), TerminalText.escaped(text) == text
        else { return false }
        if text.contains("\"") || text.contains("→") || text.contains("  ") { return false }
        guard isNested else { return true }
        return !text.hasSuffix(":") && !text.contains(": ") && !text.utf8.contains(where: isFlowSign)
    }

    /// Whether a byte divides lists and mappings, or begins or ends one.
    private static func isFlowSign(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"): true
        default: false
        }
    }

    private static let words: Set<String> = ["null", "true", "false", "~"]

    private static func isNumber(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        // Digits, signs and points, and the first letters of "inf" and "nan".
        let mayBegin = first < 0x3A || first == 0x69 || first == 0x49 || first == 0x6E || first == 0x4E
        return mayBegin && Double(text) != nil
    }

    private static func quoted(_ text: String) -> String {
        "\"\(TerminalText.escaped(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")))\""
    }

    private static func shortened(_ text: String) -> String {
        guard text.utf8.count > maximumLength, text.count > maximumLength else { return text }
        return "\(text.prefix(maximumLength - 1))…"
    }
}
