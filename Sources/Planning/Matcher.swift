import Diagnostics
import PhoenixModel

/// Finds the live object of every desired one: first by ownership, then by what is left of one that is damaged, then by
/// name. What is ambiguous is blocked; nothing is guessed.
struct Matcher {
    private let options: Planner.Options
    private let desired: DesiredState
    private let index: LiveIndex
    private let keys: [ObjectKind: Set<String>]
    private let unreadableServers: [GameServer.ID: String]
    private let serverNames: [GameServer.ID: String]
    /// The groundwork's, of the same index.
    private let unchanged: [Int?]?
    private var matching: Matching

    init(
        options: Planner.Options, desired: DesiredState, live: LiveState, index: LiveIndex, unchanged: [Int?]?
    ) {
        self.unchanged = unchanged
        unreadableServers = live.unreadableServers
        serverNames = live.serverNames
        self.options = options
        self.desired = desired
        self.index = index
        var keys: [ObjectKind: Set<String>] = [:]
        // Former keys and lines of services are all that is looked up here; most sets have none of the first.
        let hasFormer = desired.objects.contains { !$0.formerly.isEmpty }
        for object in desired.objects where hasFormer || object.kind == .system {
            keys[object.kind, default: []].insert(object.key)
        }
        self.keys = keys
        matching = Matching(
            matches: Array(repeating: .absent, count: desired.objects.count),
            isClaimed: Array(repeating: false, count: index.objects.count))
    }

    consuming func match() -> Matching {
        var unmatched: [Int] = []
        for (position, object) in desired.objects.enumerated() {
            if object.kind == .system {
                matchService(position, object)
            } else if let server = object.server, let reason = unreadableServers[server] {
                settle(position, .blocked(.serverUnreadable(object, server, serverNames[server], reason), nil))
            } else if !matchByOwnership(position, object) {
                unmatched.append(position)
            }
        }
        unmatched.removeAll { matchByDamage($0, desired.objects[$0]) }
        for position in unmatched { matchByName(position, desired.objects[position]) }
        for position in unmatched { blockBesideDamage(position, desired.objects[position]) }
        return matching
    }

    private mutating func settle(_ position: Int, _ match: Match) {
        matching.matches[position] = match
        switch match {
        case .object(let live, _), .blocked(_, let live?): matching.isClaimed[live] = true
        default: break
        }
    }

    // MARK: Tasks

    /// The objects that carry the line of this entry, under its key or a former one that no other entry has.
    private func holders(_ object: DesiredObject) -> [Int] {
        var holders = index.holders(ofKey: object.key, object.kind)
        for former in object.formerly where keys[object.kind]?.contains(former) != true {
            holders += index.holders(ofKey: former, object.kind)
        }
        return holders.sorted()
    }

    private mutating func matchByOwnership(_ position: Int, _ object: DesiredObject) -> Bool {
        if object.formerly.isEmpty {
            // Found by its key already, and owned by this project.
            if let holder = unchanged?[position], !matching.isClaimed[holder] {
                settle(position, .object(holder, isFresh: false))
                return true
            }
            if let holder = index.onlyHolder(ofKey: object.key, object.kind) {
                claim(holder, position, object)
                return true
            }
        }
        let holders = holders(object)
        guard let holder = holders.first else { return false }
        if holders.count > 1 {
            settle(position, .blocked(severalOwned(object, holders), nil))
            for holder in holders { matching.isClaimed[holder] = true }
        } else {
            claim(holder, position, object)
        }
        return true
    }

    private mutating func claim(_ holder: Int, _ position: Int, _ object: DesiredObject) {
        if matching.isClaimed[holder] {
            settle(position, .blocked(.claimedTwice(object, index.objects[holder]), nil))
        } else {
            settle(position, .object(holder, isFresh: !index.isOwned(holder, by: desired.project)))
        }
    }

    /// An object that names the entry in a line that cannot be relied upon may be it, whatever it is called now.
    private mutating func matchByDamage(_ position: Int, _ object: DesiredObject) -> Bool {
        let holders = ([object.key] + object.formerly).flatMap { index.damagedHolders(ofKey: $0, object.kind) }
        let distinct = Set(holders).sorted()
        guard let holder = distinct.first else { return false }
        guard distinct.count == 1 else {
            let lives = distinct.map { index.objects[$0] }
            settle(position, .blocked(.severalOwned(object, lives, keys: [object.key]), nil))
            for holder in distinct { matching.isClaimed[holder] = true }
            return true
        }
        let live = index.objects[holder]
        if matching.isClaimed[holder], case .unreadable(let damage) = live.ownership {
            settle(position, .blocked(.ownershipUnreadable(object, live, damage), nil))
        } else {
            settle(position, match(object, named: holder))
        }
        return true
    }

    /// A schedule whose marker does not tell whom it named may be any entry of its server: none is created beside it.
    private mutating func blockBesideDamage(_ position: Int, _ object: DesiredObject) {
        guard options.writesOwnership, case .absent = matching.matches[position], let server = object.server else {
            return
        }
        for holder in index.schedulesNamingNobody(on: server) where !matching.isClaimed[holder] {
            let live = index.objects[holder]
            guard case .unreadable(let damage) = live.ownership else { continue }
            return settle(position, .blocked(.mayBeDamaged(object, live, damage), nil))
        }
    }

    private mutating func matchByName(_ position: Int, _ object: DesiredObject) {
        // An object that another entry has by its line is left to that entry: it may give the name up.
        let name = PanelRules.comparedName(object.fields.name)
        let named = object.server.map { index.holders(ofName: name, on: $0) } ?? index.holders(ofName: name)
        let holders = named.filter { !matching.isClaimed[$0] }
        guard let holder = holders.first else { return settle(position, .absent) }
        guard holders.count == 1 else {
            return settle(position, .blocked(.severalOfOneName(object, holders.map { index.objects[$0] }), holder))
        }
        settle(position, match(object, named: holder))
    }

    private func match(_ object: DesiredObject, named holder: Int) -> Match {
        let live = index.objects[holder]
        guard live.kind == object.kind else { return .blocked(.nameTaken(object, by: live), nil) }
        guard options.writesOwnership else {
            return live.ownership == .none
                ? .object(holder, isFresh: false) : .blocked(.lineIgnored(object, live), holder)
        }
        switch live.ownership {
        case .unreadable(let damage):
            return mayReplace(damage, object)
                ? .object(holder, isFresh: true) : .blocked(.ownershipUnreadable(object, live, damage), holder)
        case .none:
            return options.adopts ? .object(holder, isFresh: true) : .blocked(.adoptionNeeded(object, live), holder)
        case .owned(let ownership):
            guard index.ownership(of: holder) != nil else {
                return .blocked(.ownedByAnotherProject(object, live, ownership.project), holder)
            }
            let holders = index.holders(ofKey: ownership.key, object.kind)
            guard holders.count == 1 else {
                let block = Diagnostic.severalOrphans(
                    ownership.key, holders.map { index.objects[$0] }, object.kind, of: object)
                return .blocked(block, holder)
            }
            return .blocked(.formerKeyNeeded(object, live, ownership.key), holder)
        }
    }

    /// Whether the entry may take an object over whose ownership cannot be relied upon: when all that can be told of it
    /// is that it was this entry's, and where its secrets are.
    private func mayReplace(_ damage: DamagedOwnership, _ object: DesiredObject) -> Bool {
        options.adopts && damage.secretPaths != nil
            && damage.owners.allSatisfy { owner in
                (owner.project == desired.project || desired.formerProjects.contains(owner.project))
                    && (owner.key == object.key || object.formerly.contains(owner.key))
            }
    }

    private func severalOwned(_ object: DesiredObject, _ holders: [Int]) -> Diagnostic {
        let keys = holders.compactMap { index.ownership(of: $0)?.key }
        return .severalOwned(object, holders.map { index.objects[$0] }, keys: keys)
    }

    // MARK: System services

    /// A system service is what its name says: the panel gives it, and nobody can change it.
    private mutating func matchService(_ position: Int, _ object: DesiredObject) {
        let name = PanelRules.comparedName(object.fields.name)
        let named = index.holders(ofName: name).filter { index.objects[$0].kind == .system }
        guard let holder = named.first else {
            return settle(position, .blocked(.unknownSystemService(object, index.objects), nil))
        }
        guard named.count == 1 else {
            return settle(position, .blocked(.severalOfOneName(object, named.map { index.objects[$0] }), holder))
        }
        if object.isReference {
            matching.matches[position] = .object(holder, isFresh: false)
        } else {
            settle(position, match(object, service: holder, position))
        }
    }

    private mutating func match(_ object: DesiredObject, service holder: Int, _ position: Int) -> Match {
        let live = index.objects[holder]
        let holders = options.writesOwnership ? holders(object) : []
        if holders.contains(holder) {
            guard holders.count == 1 else {
                return .blocked(severalOwned(object, holders), holder)
            }
            return .object(holder, isFresh: !index.isOwned(holder, by: desired.project))
        }
        switch live.ownership {
        case .none: break
        case _ where !options.writesOwnership: return .blocked(.lineIgnored(object, live), holder)
        case .unreadable(let damage) where !mayReplace(damage, object):
            return .blocked(.ownershipUnreadable(object, live, damage), holder)
        case .unreadable: break
        case .owned(let ownership):
            guard index.ownership(of: holder) != nil else {
                return .blocked(.ownedByAnotherProject(object, live, ownership.project), holder)
            }
            guard keys[.system]?.contains(ownership.key) == true else {
                return .blocked(.formerKeyNeeded(object, live, ownership.key), holder)
            }
        }
        // The entry names another service than the one that has its line.
        matching.abandonedLines[position] = holders.filter { !isNamed($0) }
        return .object(holder, isFresh: options.writesOwnership)
    }

    /// Whether another managed entry names that service, and so writes its line anew.
    private func isNamed(_ service: Int) -> Bool {
        let name = index.objects[service].fields.name.trimmed()
        return desired.objects.contains {
            $0.kind == .system && !$0.isReference && $0.fields.name.trimmed() == name
        }
    }
}
