import PhoenixModel

/// The named notifications of an export: panels write them out with each object, manifests once.
struct ExportNotifications {
    /// The names in the order in which they came up, with what they stand for.
    private(set) var blocks: [(name: String, value: Value)] = []
    private var names: [Identity: String] = [:]
    private var blockNames = UniqueNames(separator: "-", maximumLength: 63)

    /// What makes two entries the same. A hidden URL is the same only where the digests say that the whole list is; one
    /// that the panel shows is compared, though it is not written.
    private struct Identity: Hashable {
        let entry: Value
        let hidden: Hidden?

        struct Hidden: Hashable {
            let digest: UInt32?
            /// Where there is no digest, nothing is known to be equal.
            let object: String?
            let index: Int
        }
    }

    /// The names for the entries of one object's `notify`; nil where it is no list of mappings.
    mutating func names(
        for notify: Value, of object: LiveObject, ownership: Ownership?, secrets: inout ExportSecrets
    ) -> [String]? {
        guard case .list(let entries) = notify else { return nil }
        let secretPaths = SecretPaths(ownership?.secretPaths ?? [])
        var result: [String] = []
        for (index, entry) in entries.enumerated() {
            // What a panel shows though it should not is no less a secret.
            guard case .map(var map) = NotifyRules.entry.markingWriteOnly(in: entry), let type = map["type"]?.plainText
            else { return nil }
            for (key, _) in map where secretPaths.contains("notify[\(index)].\(key)") { map[key] = .writeOnlyMark }
            let secretKeys = map.filter { $0.value.isHidden }.map(\.key)
            let digest = ownership?.digests[.notify]
            let hidden = Identity.Hidden(digest: digest, object: digest == nil ? object.id : nil, index: index)
            let identity = Identity(
                entry: NotifyRules.entry.canonical(entry),
                hidden: NotifyRules.entry.hasWriteOnlyMark(in: entry) ? hidden : nil)
            if let name = names[identity] {
                result.append(name)
                continue
            }
            let name = blockNames.makeUnique(KeyRule.closest(to: type) ?? "notification")
            names[identity] = name
            for key in secretKeys { map[key] = secrets.reference(name, key) }
            blocks.append((name, .map(map).withoutDefaults(NotifyRules.entry)))
            result.append(name)
        }
        return result
    }
}
