import PhoenixModel

/// Puts the actions in the order they are shown: by key, each behind what prepares it, deletes last.
struct PlanAssembly {
    private let drafts: [Draft]
    private let ordering: Ordering
    private let bookkeeping: [Action]
    private let index: LiveIndex

    init(drafts: [Draft], ordering: Ordering, bookkeeping: [Action], index: LiveIndex) {
        self.drafts = drafts
        self.ordering = ordering
        self.bookkeeping = bookkeeping
        self.index = index
    }

    func actions() -> [Action] {
        var actions: [Action] = []
        actions.reserveCapacity(drafts.count + bookkeeping.count)
        /// By node of the wait graph: the action it became.
        var places: [Int] = Array(repeating: 0, count: drafts.count * 2)
        let isLast = drafts.firstIndex(where: \.isOrphan) ?? drafts.count
        for (position, draft) in drafts.enumerated() {
            if position == isLast { actions += bookkeeping }
            let firstRemoval = actions.count
            if !draft.isBlocked {
                actions += draft.removals
                if let preparation = ordering.preparations[position] {
                    places[drafts.count + position] = actions.count
                    actions.append(PreparingWrite(draft, preparation, index: index).action)
                }
            }
            places[position] = actions.count
            actions.append(draft.action)
            if !draft.isBlocked {
                actions[places[position]].waitsFor = Array(firstRemoval..<firstRemoval + draft.removals.count)
                if ordering.preparations[position]?.freesName == true {
                    actions[places[position]].marks.insert(.temporaryName)
                }
                if ordering.preparations[position]?.detaches == true {
                    actions[places[position]].marks.insert(.detached)
                }
            }
        }
        if isLast == drafts.count { actions += bookkeeping }
        for (node, waits) in ordering.waits.enumerated()
        where !waits.isEmpty && !drafts[node % drafts.count].isBlocked {
            actions[places[node]].waitsFor += waits.map { places[$0] }
        }
        return actions
    }
}
