import PhoenixModel

/// The objects of a panel, found by id, by name and by the ownership line that they carry.
///
/// Everywhere in this target a live object is known by its index here.
struct LiveIndex {
    let objects: [LiveObject]
    private let byID: [String: Int]
    private let byName: [String: Int]
    private let furtherByName: [String: [Int]]
    /// Schedules, whose names mean something on their server alone.
    private let byServer: [ServerName: [Int]]
    private let owned: [OwnedKey: Int]
    private let furtherOwned: [OwnedKey: [Int]]
    private let isOwned: [Bool]
    /// Objects whose ownership cannot be relied upon, by whom they name.
    private let damaged: [OwnedKey: [Int]]
    /// Schedules whose markers do not even tell whom they name.
    private let namingNobody: [GameServer.ID: [Int]]
    /// By object: what it depends on, as far as that is on the panel.
    let dependencies: [[Int]]
    /// By object: what depends on it.
    let dependents: [[Int]]

    private struct OwnedKey: Hashable {
        let kind: ObjectKind
        let key: String
    }

    private struct ServerName: Hashable {
        let server: GameServer.ID
        let name: String
    }

    /// `projects`: the names under which the ownership of this run stands.
    init(_ objects: [LiveObject], projects: [String]) {
        self.objects = objects
        let projects = Set(projects)
        var byID: [String: Int] = Dictionary(minimumCapacity: objects.count)
        var byName: [String: Int] = Dictionary(minimumCapacity: objects.count)
        var furtherByName: [String: [Int]] = [:]
        var byServer: [ServerName: [Int]] = [:]
        var owned: [OwnedKey: Int] = Dictionary(minimumCapacity: objects.count)
        var furtherOwned: [OwnedKey: [Int]] = [:]
        var isOwned = Array(repeating: false, count: objects.count)
        var damaged: [OwnedKey: [Int]] = [:]
        var namingNobody: [GameServer.ID: [Int]] = [:]
        // Objects are large: they are looked into where they are.
        for position in objects.indices {
            byID[objects[position].id] = position
            let name = PanelRules.comparedName(objects[position].fields.name)
            if let server = objects[position].server {
                byServer[ServerName(server: server, name: name), default: []].append(position)
            } else if byName.updateIfAbsent(name, position) {
                furtherByName[name, default: []].append(position)
            }
            switch objects[position].ownership {
            case .none: break
            case .owned(let ownership):
                guard projects.contains(ownership.project) else { continue }
                isOwned[position] = true
                let key = OwnedKey(kind: objects[position].kind, key: ownership.key)
                if owned.updateIfAbsent(key, position) { furtherOwned[key, default: []].append(position) }
            case .unreadable(let damage):
                for owner in damage.owners where projects.contains(owner.project) {
                    damaged[OwnedKey(kind: objects[position].kind, key: owner.key), default: []].append(position)
                }
                guard damage.owners.isEmpty, let server = objects[position].server else { continue }
                namingNobody[server, default: []].append(position)
            }
        }
        var dependents: [[Int]] = Array(repeating: [], count: objects.count)
        dependencies = objects.indices.map { position in
            guard let listed = objects[position].fields.dependsOn, !listed.isEmpty else { return [] }
            let known = Set(listed.compactMap { byID[$0.text] }).sorted()
            for dependency in known { dependents[dependency].append(position) }
            return known
        }
        self.dependents = dependents
        self.isOwned = isOwned
        self.damaged = damaged
        self.namingNobody = namingNobody
        self.byID = byID
        self.byName = byName
        self.furtherByName = furtherByName
        self.byServer = byServer
        self.owned = owned
        self.furtherOwned = furtherOwned
    }

    subscript(id id: String) -> Int? { byID[id] }

    /// Every schedule of that name on a server. Nothing keeps people from making several.
    func holders(ofName name: String, on server: GameServer.ID) -> [Int] {
        byServer[ServerName(server: server, name: name)] ?? []
    }

    /// Every service and task of that name. More than one is against the rules of the API.
    func holders(ofName name: String) -> [Int] {
        guard let first = byName[name] else { return [] }
        return [first] + (furtherByName[name] ?? [])
    }

    /// Every object whose line names this project and `key`.
    func holders(ofKey key: String, _ kind: ObjectKind) -> [Int] {
        let wanted = OwnedKey(kind: kind, key: key)
        guard let first = owned[wanted] else { return [] }
        return [first] + (furtherOwned[wanted] ?? [])
    }

    /// Every object whose ownership cannot be relied upon, and names this project and `key`.
    func damagedHolders(ofKey key: String, _ kind: ObjectKind) -> [Int] {
        damaged.isEmpty ? [] : damaged[OwnedKey(kind: kind, key: key)] ?? []
    }

    /// Every schedule on a server whose marker cannot be relied upon, and does not tell whom it named.
    func schedulesNamingNobody(on server: GameServer.ID) -> [Int] { namingNobody[server] ?? [] }

    /// The ownership of an object when it is of this run's project; nil for everybody else's and nobody's.
    func ownership(of position: Int) -> Ownership? {
        guard isOwned[position], case .owned(let ownership) = objects[position].ownership else { return nil }
        return ownership
    }
}

extension Dictionary {
    /// Answers whether there was a value already; that one stays.
    fileprivate mutating func updateIfAbsent(_ key: Key, _ value: Value) -> Bool {
        // Mostly there is none: then the key is looked for once.
        guard let earlier = updateValue(value, forKey: key) else { return false }
        self[key] = earlier
        return true
    }
}
