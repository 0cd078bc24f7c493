import Diagnostics
import PhoenixModel

/// The actions of a plan while it is made: those for entries in order of the key, then those for orphans.
struct Drafts {
    /// The small part of each, which is looked at again and again.
    private(set) var all: [Draft] = []
    private(set) var actions: [Action] = []
    /// Ownership lines that must go from other objects first, by position.
    private var removals: [Int: [Action]] = [:]

    var indices: Range<Int> { all.indices }

    mutating func reserveCapacity(_ count: Int) {
        all.reserveCapacity(count)
        actions.reserveCapacity(count)
    }

    mutating func append(
        _ action: Action, member: Int, then: Standing?, isOrphan: Bool = false, removals: [Action] = []
    ) {
        if !removals.isEmpty { self.removals[all.count] = removals }
        all.append(
            Draft(member: member, then: then, isOrphan: isOrphan, isBlocked: action.operation == .blocked))
        actions.append(action)
    }

    func removals(before position: Int) -> [Action] { removals[position] ?? [] }

    mutating func block(_ position: Int, _ reason: Diagnostic) {
        all[position].isBlocked = true
        actions[position].block(reason)
    }
}
