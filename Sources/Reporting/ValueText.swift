import PhoenixModel

/// Values as short text for people, on one line and safe for a terminal.
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
        case .secret(let number): "(secret #\(number))"
        case .unreported: "(not reported by the panel)"
        }
    }

    /// A task: its type, then its data.
    private static func wholeTask(_ shown: FieldChange.Shown) -> String {
        guard case .value(.map(let task)) = shown, case .string(let type) = task["type"], let data = task["data"] else {
            return whole(shown)
        }
        return "\(TerminalText.escaped(type)) \(flow(data))"
    }

    /// As YAML's flow style has it, near enough for reading: lists in brackets, mappings in braces.
    private static func flow(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .bool(let bool): bool ? "true" : "false"
        case .integer(let integer): String(integer)
        case .number(let number): String(number)
        case .string(let string): isPlain(string) ? string : quoted(string)
        case .secret(let secret): secret.description
        case .list(let elements): "[\(elements.map(flow).joined(separator: ", "))]"
        case .map(["set": true]): "(secret)"
        case .map(let map):
            map.isEmpty
                ? "{}"
                : "{ \(map.map { "\(TerminalText.escaped($0.key)): \(flow($0.value))" }.joined(separator: ", ")) }"
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text == text.trimmed() && !text.contains("\"") && TerminalText.escaped(text) == text
    }

    private static func quoted(_ text: String) -> String {
        "\"\(TerminalText.escaped(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")))\""
    }

    private static func shortened(_ text: String) -> String {
        guard text.utf8.count > maximumLength, text.count > maximumLength else { return text }
        return "\(text.prefix(maximumLength - 1))…"
    }
}
