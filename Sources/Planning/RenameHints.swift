import Diagnostics
import PhoenixModel

/// Creates that look like an orphan under a new key: with `formerly` they would be updates, and keep id and history.
enum RenameHints {
    /// One warning a create at most, and each orphan is named once. `orphans`: live objects, in order of the key.
    static func find(in actions: [Action], orphans: [Int], _ index: LiveIndex) -> [Diagnostic] {
        guard !orphans.isEmpty else { return [] }
        var byTask: [UInt32: [Int]] = [:]
        for orphan in orphans.reversed() {
            guard index.objects[orphan].kind == .scheduled else { continue }
            if let digest = index.ownership(of: orphan)?.digests[.task] { byTask[digest, default: []].append(orphan) }
        }
        var hints: [Diagnostic] = []
        for action in actions where action.operation == .create {
            guard case .set(let ownership)? = action.write?.ownership, let task = ownership.digests[.task],
                let candidates = byTask[task]?.suffix(searchLimit),
                let match = candidates.lastIndex(where: { isSimilar(ownership, index.ownership(of: $0)) }),
                let orphan = byTask[task]?.remove(at: match), let former = index.ownership(of: orphan)
            else { continue }
            hints.append(.looksLikeRename(action, former.key, index.objects[orphan]))
        }
        return hints
    }

    /// Many tasks may do the same; looking at a few of them keeps this linear.
    private static let searchLimit = 8

    /// The same task, and at most one other difference besides the name.
    private static func isSimilar(_ created: Ownership, _ orphan: Ownership?) -> Bool {
        guard let orphan else { return false }
        // The format of places tells of a timeout only together with the task, which is the same.
        let hasTimeout = created.digests.format == orphan.digests.format
        let differences = Field.all(of: .scheduled).count { field in
            field != .name && (field != .timeout || hasTimeout) && created.digests[field] != orphan.digests[field]
        }
        return differences <= 1
    }
}

extension Diagnostic {
    fileprivate static func looksLikeRename(_ create: Action, _ key: String, _ orphan: LiveObject) -> Self {
        Self(
            .looksLikeRename, .warning, "'\(create.key)' looks like \(orphan.quotedName) with another key",
            at: create.span,
            help: "if it is the same task, add to the entry: formerly: [\(key)]; it then keeps its id and history")
    }
}
