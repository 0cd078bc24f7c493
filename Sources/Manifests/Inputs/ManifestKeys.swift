import Diagnostics
import Files
import YAMLReading

/// The keys that files declare, found without checking anything: for shells that complete them while files are edited.
package enum ManifestKeys {
    /// Those of tasks, services and schedules, in the order of the files; keys with substitutions are as they are written. Files that
    /// cannot be read have none.
    package static func all(in inputs: ManifestInputs) -> [String] {
        inputs.paths.flatMap { path -> [String] in
            guard case .success(let bytes) = FileBytes.read(path, limit: 64 << 20) else { return [] }
            return keys(in: YAMLFile(file: SourceFileID(index: 0), bytes: bytes).arena)
        }
    }

    private static func keys(in arena: NodeArena) -> [String] {
        arena.documents.flatMap { document in
            entries(of: document, in: arena)
                .filter { entry in
                    ["tasks", "services", "schedules"].contains { arena.equals(arena.resolved(entry.key), $0) }
                }
                .flatMap { entries(of: $0.value, in: arena) }
                .map { arena.text(of: arena.resolved($0.key)) }
        }
    }

    private static func entries(of node: Int, in arena: NodeArena) -> [(key: Int, value: Int)] {
        let mapping = arena.resolved(node)
        guard arena[mapping].kind == .mapping else { return [] }
        var entries: [(key: Int, value: Int)] = []
        var key = mapping + 1
        for _ in 0..<arena[mapping].count {
            let value = Int(arena[key].end)
            if arena[arena.resolved(key)].kind == .scalar { entries.append((key, value)) }
            key = Int(arena[value].end)
        }
        return entries
    }
}
