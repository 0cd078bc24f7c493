import PhoenixModel

/// The numbers of the objects that the files speak of, and what dependencies on them are called.
struct Members {
    /// By desired object.
    let ofDesired: [Int]
    let count: Int
    /// By member, the place of its entry; -1 for what the files do not name.
    private let places: [Int]
    private let entries: [DesiredObject]
    private let index: LiveIndex

    init(desired: DesiredState, matching: Matching, index: LiveIndex) {
        var ofDesired: [Int] = []
        var places: [Int] = Array(repeating: -1, count: index.objects.count)
        ofDesired.reserveCapacity(desired.objects.count)
        for position in desired.objects.indices {
            switch matching.matches[position] {
            case .object(let live, _), .blocked(_, let live?):
                ofDesired.append(live)
                places[live] = position
            case .absent, .blocked(_, nil):
                ofDesired.append(places.count)
                places.append(position)
            }
        }
        self.ofDesired = ofDesired
        count = places.count
        self.places = places
        entries = desired.objects
        self.index = index
    }

    subscript(key key: String) -> Int? {
        // The entries are in order of the key.
        let place = entries.countOfKeys(before: key)
        return place < entries.count && entries[place].key == key ? ofDesired[place] : nil
    }

    /// The entry of a member; nil for what the files do not name.
    private func entry(of member: Int) -> DesiredObject? { places[member] < 0 ? nil : entries[places[member]] }

    /// The dependency as it is written: by id where the object is on the panel, else by key.
    func dependency(on member: Int) -> Dependency {
        member < index.objects.count ? .id(index.objects[member].id) : .key(entry(of: member)?.key ?? "")
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
            let former = entry(of: member)?.formerly.last
            return AppliedKey(key: ownership.key, former: former, isCertain: former == nil)
        }
        return entry(of: member).map { AppliedKey(key: $0.key, former: nil, isCertain: false) }
    }

    /// What people know it by: its key in the files, else name and id.
    func label(ofID id: String) -> String {
        guard let member = index[id: id] else { return "id \(id)" }
        return entry(of: member)?.key ?? "\(index.objects[member].fields.name) (id \(id))"
    }
}

extension [DesiredObject] {
    /// How many of them, which are in order of the key, come before `key`.
    fileprivate func countOfKeys(before key: String) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
