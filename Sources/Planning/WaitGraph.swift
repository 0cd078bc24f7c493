import PhoenixModel

/// Which write has to wait for which others, by the rules of the panel and the meaning of the files.
///
/// Nodes are the drafts by their position, then in the same order the preparation of each.
struct WaitGraph {
    private let index: LiveIndex
    private let standings: Standings
    private let drafts: [Draft]
    private let preparations: [Int: Preparation]
    private let hazards: EdgeHazards
    private(set) var waits: [[Int]]

    init(
        index: LiveIndex, standings: Standings, drafts: [Draft], preparations: [Int: Preparation], hazards: EdgeHazards
    ) {
        self.index = index
        self.standings = standings
        self.drafts = drafts
        self.preparations = preparations
        self.hazards = hazards
        waits = []
        waits.reserveCapacity(drafts.count * 2)
        for position in drafts.indices { waits.append(drafts[position].isBlocked ? [] : mainWaits(position)) }
        for position in drafts.indices { waits.append(preparationWaits(position)) }
    }

    func preparation(of position: Int) -> Int { drafts.count + position }

    /// The node of the draft that takes the object's name away from it.
    func nodeFreeingName(_ position: Int) -> Int {
        preparations[position]?.freesName == true ? preparation(of: position) : position
    }

    /// The node of the draft after which the object depends on nothing any more that it will not depend on in the end.
    private func nodeDetaching(_ position: Int) -> Int {
        preparations[position]?.detaches == true ? preparation(of: position) : position
    }

    private func mainWaits(_ position: Int) -> [Int] {
        let draft = drafts[position]
        let preparation = preparations[position]
        var waits: [Int] = []
        if preparation != nil { waits.append(self.preparation(of: position)) }
        if draft.isDelete {
            waits += waitsForDependents(draft, whereEnabled: false)
        } else if let then = draft.then {
            let isDisabling = standings.isDisabling(draft)
            if isDisabling, preparation?.detaches != true { waits += waitsForDependents(draft, whereEnabled: true) }
            waits += waitsForDependencies(draft, then, isDisabling: isDisabling)
            waits += hazards.removers(before: position).map(nodeDetaching)
            waits += nameHolders(draft, then).map(nodeFreeingName)
        }
        return waits.count < 2 ? waits : Set(waits).sorted()
    }

    private func preparationWaits(_ position: Int) -> [Int] {
        guard preparations[position]?.detaches == true, standings.isDisabling(drafts[position]) else { return [] }
        return Set(waitsForDependents(drafts[position], whereEnabled: true)).sorted()
    }

    /// Delete and disable come after what depends on the object on the panel.
    private func waitsForDependents(_ draft: Draft, whereEnabled: Bool) -> [Int] {
        PlannedServices(now: index, standings).dependents(of: draft.member, onlyEnabled: whereEnabled).compactMap {
            guard let position = standings.draft[$0], !drafts[position].isBlocked else { return nil }
            return nodeDetaching(position)
        }
    }

    /// Everything else comes after what it will depend on.
    private func waitsForDependencies(_ draft: Draft, _ then: Standing, isDisabling: Bool) -> [Int] {
        let known = isDisabling ? Set(standings.now[draft.member]?.dependencies ?? []) : []
        return then.dependencies.compactMap { dependency in
            guard let position = standings.draft[dependency], !drafts[position].isBlocked, !drafts[position].isDelete,
                !known.contains(dependency)
            else { return nil }
            return position
        }
    }

    /// The drafts whose objects have the name now that this one asks for.
    func nameHolders(_ draft: Draft, _ then: Standing) -> [Int] {
        guard let name = then.name, name != standings.now[draft.member]?.name else { return [] }
        return index.holders(ofName: name).compactMap { holder in
            guard holder != draft.member, let position = standings.draft[holder], !drafts[position].isBlocked else {
                return nil
            }
            return position
        }
    }
}
