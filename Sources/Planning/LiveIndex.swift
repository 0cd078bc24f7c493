package import PhoenixModel

/// The objects of a panel, found by id, by name and by the ownership line that they carry.
///
/// Everywhere in this target a live object is known by its index here.
package struct LiveIndex: Sendable {
    let objects: [LiveObject]
    private let byID: [String: Int]
    private let byName: [String: Int]
    private let furtherByName: [String: [Int]]
    /// Schedules, whose names mean something on their server alone.
    private let byServer: [ServerName: [Int]]
    /// By key: the first object that has it. Further ones are rare, also because kinds share the keys.
    private let owned: [String: Int]
    private let furtherOwned: [String: [Int]]
    /// By object: whether this run owns it.
    let isOwned: [Bool]
    /// Objects whose ownership cannot be relied upon, by whom they name.
    private let damaged: [OwnedKey: [Int]]
    /// Schedules whose markers do not even tell whom they name.
    private let namingNobody: [GameServer.ID: [Int]]
    /// By object: what it depends on, as far as that is on the panel.
    let dependencies: [[Int]]
    /// By object: whether it depends on something that is not on the panel, or on one thing twice.
    let hasOtherDependencies: [Bool]
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

    /// What is owned is what stands under the names of the project of `desired`.
    package init(_ live: LiveState, for desired: DesiredState) {
        self.init(live.objects, projects: [desired.project] + desired.formerProjects)
    }

    /// `projects`: the names under which the ownership of this run stands.
    init(_ objects: [LiveObject], projects: [String]) {
        self.objects = objects
        var byID: [String: Int] = Dictionary(minimumCapacity: objects.count)
        var byName: [String: Int] = Dictionary(minimumCapacity: objects.count)
        var furtherByName: [String: [Int]] = [:]
        var byServer: [ServerName: [Int]] = [:]
        var owned: [String: Int] = Dictionary(minimumCapacity: objects.count)
        var furtherOwned: [String: [Int]] = [:]
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
                if owned.updateIfAbsent(ownership.key, position) {
                    furtherOwned[ownership.key, default: []].append(position)
                }
            case .unreadable(let damage):
                for owner in damage.owners where projects.contains(owner.project) {
                    damaged[OwnedKey(kind: objects[position].kind, key: owner.key), default: []].append(position)
                }
                guard damage.owners.isEmpty, let server = objects[position].server else { continue }
                namingNobody[server, default: []].append(position)
            }
        }
        var dependents: [[Int]] = Array(repeating: [], count: objects.count)
        // Many objects have the dependencies of the one before.
        var last: (listed: [Dependency], known: [Int]) = ([], [])
        var hasOtherDependencies = Array(repeating: false, count: objects.count)
        dependencies = objects.indices.map { position in
            guard let listed = objects[position].fields.dependsOn, !listed.isEmpty else { return [] }
            if listed != last.listed { last = (listed, Set(listed.compactMap { byID[$0.text] }).sorted()) }
            for dependency in last.known { dependents[dependency].append(position) }
            hasOtherDependencies[position] = last.known.count != listed.count
            return last.known
        }
        self.dependents = dependents
        self.hasOtherDependencies = hasOtherDependencies
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
        guard let first = owned[key] else { return [] }
        return ([first] + (furtherOwned[key] ?? [])).filter { objects[$0].kind == kind }
    }

    /// The one object of the panel whose line names this project and `key`, where no two objects share a key at all.
    func onlyHolder(ofKey key: String, _ kind: ObjectKind) -> Int? {
        guard furtherOwned.isEmpty, let holder = owned[key], objects[holder].kind == kind else { return nil }
        return holder
    }

    /// Whether an object is of this run's project, and under that name of it.
    func isOwned(_ position: Int, by project: String) -> Bool {
        guard isOwned[position], case .owned(let ownership) = objects[position].ownership else { return false }
        return ownership.project == project
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
