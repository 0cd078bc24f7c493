import Diagnostics
import PhoenixModel
import ValueDecoding

extension FileDecoder {
    /// Which servers a schedule is for; nil when something about them is wrong, which is reported.
    mutating func servers(_ node: Int, _ schema: ValueSchema) -> [DesiredSchedule.ServerReference]? {
        guard case .list(.text(let rule), let count, _) = schema, let nodes = reader.listElements(node, count) else {
            return nil
        }
        var references: [DesiredSchedule.ServerReference] = []
        for (index, node) in nodes.enumerated() {
            reader.path.append(.index(index))
            defer { reader.path.removeLast() }
            guard let text = reader.text(node, rule).map({ String($0.text.trimmed()) }) else { continue }
            let reference = DesiredSchedule.ServerReference(text, reader.span(node))
            guard isSelector(reference) else { continue }
            if !references.contains(where: { $0.text == text }) { references.append(reference) }
        }
        guard let first = references.first else { return nil }
        if ServerSelection(references.map(\.text)).included.isEmpty {
            reader.report(.onlyExclusions(reader.field, at: first.span))
            return nil
        }
        return references
    }

    /// Reports a text that cannot mean a server. Identifiers have no colon.
    private mutating func isSelector(_ reference: DesiredSchedule.ServerReference) -> Bool {
        let text = reference.text.hasPrefix("!") ? reference.text.dropFirst().trimmed() : reference.text[...]
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if text.isEmpty || parts.last?.trimmed().isEmpty ?? true {
            reader.report(.emptySelector(reader.field, at: reference.span))
            return false
        }
        guard parts.count == 2, !Self.selectorPrefixes.contains(String(parts[0])) else { return true }
        let prefix = String(parts[0])
        reader.report(
            .unknownSelector(
                reader.field, prefix, closest: Self.selectorPrefixes.closest(to: prefix), at: reference.span))
        return false
    }

    private static let selectorPrefixes = ["name", "node"]
}
