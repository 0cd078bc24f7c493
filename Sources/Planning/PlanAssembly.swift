import PhoenixModel

/// Puts the actions in the order they are shown: by key, each behind what prepares it, deletes last.
struct PlanAssembly {
    private let drafts: Drafts
    private let ordering: Ordering
    private let bookkeeping: [Action]
    private let index: LiveIndex
    private let members: Members

    init(drafts: Drafts, ordering: Ordering, bookkeeping: [Action], index: LiveIndex, members: Members) {
        self.drafts = drafts
        self.ordering = ordering
        self.bookkeeping = bookkeeping
        self.index = index
        self.members = members
    }

    func actions() -> [Action] {
        var actions: [Action] = []
        let count = drafts.all.count
        actions.reserveCapacity(count + bookkeeping.count)
        /// By node of the wait graph: the action it became.
        var places: [Int] = Array(repeating: 0, count: count * 2)
        let firstOrphan = drafts.all.firstIndex(where: \.isOrphan) ?? count
        for (position, draft) in drafts.all.enumerated() {
            if position == firstOrphan { actions += bookkeeping }
            let firstRemoval = actions.count
            if !draft.isBlocked {
                actions += drafts.removals(before: position)
                if let preparation = ordering.preparations[position] {
                    places[count + position] = actions.count
                    actions.append(
                        PreparingWrite(drafts.actions[position], draft, preparation, index: index, members: members)
                            .action)
                }
            }
            let waitsForRemovals =
                firstRemoval..<firstRemoval + (draft.isBlocked ? 0 : drafts.removals(before: position).count)
            places[position] = actions.count
            actions.append(drafts.actions[position])
            if !draft.isBlocked {
                actions[places[position]].waitsFor = Array(waitsForRemovals)
                if ordering.preparations[position]?.freesName == true {
                    actions[places[position]].marks.insert(.temporaryName)
                }
                if ordering.preparations[position]?.detaches == true {
                    actions[places[position]].marks.insert(.detached)
                }
            }
        }
        if firstOrphan == count { actions += bookkeeping }
        for (node, waits) in ordering.waits.enumerated()
        where !waits.isEmpty && !drafts.all[node % count].isBlocked {
            actions[places[node]].waitsFor += waits.map { places[$0] }
        }
        return actions
    }
}
