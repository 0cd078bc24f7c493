import PhoenixModel

/// The numbers of the objects that the files speak of, and what dependencies on them are called.
struct Members {
    /// By desired object.
    let ofDesired: [Int]
    let count: Int
    private let byKey: [String: Int]
    /// By member; nil for what the files do not name.
    private let keys: [String?]
    /// The last of the former keys, of those that have some.
    private let formerKeys: [Int: String]
    private let index: LiveIndex

    init(desired: DesiredState, matching: Matching, index: LiveIndex) {
        var count = index.objects.count
        var ofDesired: [Int] = []
        var byKey: [String: Int] = Dictionary(minimumCapacity: desired.objects.count)
        var keys: [String?] = Array(repeating: nil, count: count)
        var formerKeys: [Int: String] = [:]
        ofDesired.reserveCapacity(desired.objects.count)
        for position in desired.objects.indices {
            let member: Int
            switch matching.matches[position] {
            case .object(let live, _), .blocked(_, let live?): member = live
            case .absent, .blocked(_, nil):
                member = count
                count += 1
                keys.append(nil)
            }
            ofDesired.append(member)
            byKey[desired.objects[position].key] = member
            keys[member] = desired.objects[position].key
            if let former = desired.objects[position].formerly.last { formerKeys[member] = former }
        }
        self.ofDesired = ofDesired
        self.count = count
        self.byKey = byKey
        self.keys = keys
        self.formerKeys = formerKeys
        self.index = index
    }

    subscript(key key: String) -> Int? { byKey[key] }

    /// The dependency as it is written: by id where the object is on the panel, else by key.
    func dependency(on member: Int) -> Dependency {
        member < index.objects.count ? .id(index.objects[member].id) : .key(keys[member] ?? "")
    }

    /// The key under which an object of the panel was known when something was applied that depends on it. nil for what
    /// is neither owned nor in the files.
    /// `format` is that of the line that has the digest.
    func appliedKey(ofID id: String, in format: FieldDigests.Format) -> AppliedKey? {
        guard let member = index[id: id] else { return nil }
        if format == .names, index.objects[member].kind == .system {
            let name = DependencyNames.name(ofService: index.objects[member].fields.name)
            return AppliedKey(key: name, former: nil, isCertain: true)
        }
        if let ownership = index.ownership(of: member) {
            return AppliedKey(key: ownership.key, former: formerKeys[member], isCertain: formerKeys[member] == nil)
        }
        return keys[member].map { AppliedKey(key: $0, former: nil, isCertain: false) }
    }

    /// What people know it by: its key in the files, else name and id.
    func label(ofID id: String) -> String {
        guard let member = index[id: id] else { return "id \(id)" }
        return keys[member] ?? "\(index.objects[member].fields.name) (id \(id))"
    }
}
