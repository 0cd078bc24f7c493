import Diagnostics
import PhoenixModel

extension LiveState {
    /// The object that people mean: by key first, then by name, then by id, the order in which they mean them. A key may
    /// have its project before it, as in tables. The files' key of a system service is nowhere on the panel, but mostly a
    /// word of its name.
    /// - Throws: `.notFound` for none, or more than one.
    func object(called subject: String, of kind: ObjectKind? = nil) throws(PanelError) -> LiveObject {
        let candidates = objects.filter { kind == nil || $0.kind == kind }
        let byKey = candidates.filter {
            guard case .owned(let ownership) = $0.ownership else { return false }
            return ownership.key == subject || "\(ownership.project)/\(ownership.key)" == subject
        }
        let byName = candidates.filter { $0.fields.name == subject }
        let byID = candidates.filter { $0.id == subject }
        let byWord = candidates.filter {
            $0.kind == .system && Self.words($0.fields.name).contains(subject.lowercased())
        }
        let found = [byKey, byName, byID, byWord].first { !$0.isEmpty } ?? []
        if found.count > 1 {
            let ids = found.map(\.id).joined(separator: ", ")
            throw PanelError(.notFound, "'\(subject)' matches several objects (ids \(ids))", help: "give the id")
        }
        if let object = found.first { return object }
        let closest = candidates.map(\.fields.name).closest(to: subject)
        throw PanelError(
            .notFound,
            "the panel has no \(kind == .scheduled ? "task" : "object") with the key, name or id '\(subject)'",
            help: closest.map { "did you mean '\($0)'?" })
    }

    /// The words of a name in lower case, and all of them as a key would have them.
    private static func words(_ name: String) -> [String] {
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return words + [words.joined(separator: "-")]
    }
}
