import Diagnostics
import PhoenixModel

/// What one field of a manifest is, as `phoenix explain tasks.KEY.schedule` prints it.
package struct FieldExplanation: Sendable, Hashable {
    /// Several lines without a line break at the end.
    package let text: String

    /// `path` goes from the document inwards, names separated by dots. Where a mapping or list takes any key or index,
    /// any will do: `tasks.KEY.task.data.keep`, `tasks.backup.ignore[0].until`. The end of a path is enough: `schedule`,
    /// `data.keep`; what else ends so is listed. nil for an unknown path.
    package init?(path: String) {
        let elements = FieldPath.elements(of: path)
        if let node = FieldPath.node(at: elements) {
            text = Self.text(of: node, path: path)
            return
        }
        let matches = FieldPath.all.filter { $0.suffix(elements.count).elementsEqual(elements) }
        guard !elements.isEmpty, let first = matches.first, let node = FieldPath.node(at: first) else { return nil }
        let others = matches.dropFirst().map { "  \($0.joined(separator: "."))" }
        let rest = others.isEmpty ? [] : ["", "  the same name elsewhere"] + others.prefix(8).map { "  \($0)" }
        text = ([Self.text(of: node, path: first.joined(separator: "."))] + rest).joined(separator: "\n")
    }

    /// The paths of all fields, with `KEY` for keys of any name; those of tasks first.
    package static var paths: [String] { FieldPath.all.map { $0.joined(separator: ".") } }

    /// The known path that `path` most likely means; nil when none is near.
    ///
    /// The end of a path is found too: `keep` and `data.keep` are `tasks.KEY.task.data.keep`.
    package static func closest(to path: String) -> String? {
        let elements = FieldPath.elements(of: path)
        let paths = FieldPath.all
        if let path = paths.first(where: { $0.suffix(elements.count).elementsEqual(elements) }) {
            return path.joined(separator: ".")
        }
        if elements.count > 1, let sibling = closestSibling(elements) { return sibling }
        guard let last = elements.last else { return nil }
        let name = paths.contains { $0.last == last } ? last : paths.compactMap(\.last).closest(to: last)
        return paths.first { $0.last == name }?.joined(separator: ".")
    }

    /// The path with its first unknown name replaced by the closest known one.
    private static func closestSibling(_ elements: [String]) -> String? {
        var node = FieldNode.document
        for (index, element) in elements.enumerated() {
            guard let next = node.child(named: element) else {
                guard let name = node.children.map(\.name).closest(to: element) else { return nil }
                let corrected = elements[..<index] + [name] + elements[(index + 1)...]
                let isKnown = FieldPath.node(at: Array(corrected)) != nil
                return (isKnown ? corrected : elements[..<index] + [name]).joined(separator: ".")
            }
            node = next
        }
        return nil
    }

    private static func text(of node: FieldNode, path: String) -> String {
        var rows: [(label: String, value: String)] = [("type", node.schema.expectation)]
        if node.isRequired { rows.append(("required", "yes")) }
        if let text = node.defaultText { rows.append(("default", text)) }
        if !node.kinds.isEmpty { rows.append(("types", node.kinds.joined(separator: ", "))) }
        if let example = FieldExample.text(for: node) { rows.append(("example", example)) }
        var lines = [path, "  \(node.summary)", ""]
        lines += table(rows.map { ($0.label, $0.value) })
        if !node.choices.isEmpty {
            lines += ["", "  with the meaning"]
            lines += table(node.choices.map { ($0.word, $0.summary) })
        }
        if !node.children.isEmpty {
            lines += ["", node.entry == nil ? "  with the keys" : "  each with the keys"]
            lines += table(node.children.map { ($0.name, "\($0.summary)\($0.isRequired ? " (required)" : "")") })
        }
        return lines.joined(separator: "\n")
    }

    private static func table(_ rows: [(String, String)]) -> [String] {
        let width = rows.map(\.0.count).max() ?? 0
        return rows.flatMap { label, value in
            value.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
                let head = index == 0 ? label : ""
                return "  \(head)\(String(repeating: " ", count: width - head.count + 2))\(line)"
            }
        }
    }
}

extension ValueSchema {
    /// What stands in such a field, in more words than a message has room for.
    fileprivate var expectation: String {
        switch self {
        case .boolean: "true or false"
        case .integer(let range, .duration):
            "a duration of \(DurationText.text(range.lowerBound)) to \(DurationText.text(range.upperBound)), as 90, 90s, "
                + "4m or 1h"
        case .integer(let range, _): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .text(let rule): rule.expectation
        case .writeOnlyText(let rule): "\(rule.expectation); no panel shows it again"
        case .choice(let choices): "one of \(choices.joined(separator: ", "))"
        case .list(let element, let count, _):
            "a list of \(count.lowerBound) to \(count.upperBound) entries, each \(element.expectation)"
        case .map(let keys, let values, _):
            "a mapping; its keys are \(keys.expectation), its values \(values.expectation)"
        case .object(let object):
            if let key = object.shorthand.flatMap({ object[$0] }) {
                "\(key.schema.expectation), or a mapping"
            } else if object.alternatives.isEmpty {
                "a mapping"
            } else {
                "a mapping with exactly one of \(object.alternatives.joined(separator: ", "))"
            }
        case .variant: "a mapping; its keys depend on its type"
        case .any: "any value"
        }
    }
}

extension TextRule {
    fileprivate var expectation: String {
        let form =
            switch form {
            case .any: "text"
            case .name: "text in one line"
            case .line: "text in one line"
            case .glob: "a pattern of file names"
            case .absolutePath: "an absolute path"
            case .variableName: "A-Z, 0-9 and _"
            case .url: "a URL"
            case .openURL: "a URL without a user or password"
            case .signingKey: "text of 16 to 255 bytes"
            case .host: "a host name or address"
            case .key: "a key: \(KeyRule.pattern)"
            case .identifier: "a name of letters, digits and _"
            case .date: "a day such as 2026-12-01"
            }
        switch self.form {
        case .key, .date, .identifier, .variableName, .signingKey: return form
        default: return "\(form) of \(length.lowerBound) to \(length.upperBound) characters"
        }
    }
}
