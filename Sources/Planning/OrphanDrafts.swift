import Diagnostics
import PhoenixModel

/// What becomes of the orphans: the objects of the panel that this project owns and that no entry has.
struct OrphanDrafts {
    /// Their deletes, to be done or blocked, each with the live object that it is about.
    private(set) var deletes: [(action: Action, position: Int)] = []
    /// The lines that are taken from system services.
    private(set) var bookkeeping: [Action] = []
    /// Those that are left alone.
    private(set) var orphans: [Orphan] = []
    /// All unprotected ones, to be deleted or not, by live object.
    private(set) var unprotected: [Int] = []
    private(set) var notices: [Diagnostic] = []
    private(set) var unselectedCount = 0

    private let index: LiveIndex

    init(options: Planner.Options, index: LiveIndex, matching: Matching) {
        self.index = index
        let unclaimed = index.objects.indices.compactMap { position in
            matching.isClaimed[position] ? nil : index.ownership(of: position).map { (position, $0) }
        }
        let abandoned = Set(matching.abandonedLines.values.joined())
        for (position, ownership) in unclaimed.sorted(by: { ($0.1.key, $0.0) < ($1.1.key, $1.0) })
        where !abandoned.contains(position) {
            let object = index.objects[position]
            guard options.selection.contains(ownership.key, object.kind.entryKey(ownership.key)) else {
                unselectedCount += 1
                continue
            }
            if options.prunes { prune(position, object, ownership) } else { leave(position, object, ownership) }
            if object.kind != .system, !ownership.isProtected { unprotected.append(position) }
        }
    }

    private mutating func leave(_ position: Int, _ object: LiveObject, _ ownership: Ownership) {
        let holders = index.holders(ofKey: ownership.key, object.kind)
        if holders.count > 1, holders.first == position {
            let lives = holders.map { index.objects[$0] }
            notices.append(.severalOrphans(ownership.key, lives, object.kind, severity: .warning))
        }
        orphans.append(
            Orphan(
                id: object.id, key: ownership.key, name: object.fields.name, kind: object.kind,
                isProtected: ownership.isProtected, isOneOfSeveral: holders.count > 1))
    }

    private mutating func prune(_ position: Int, _ object: LiveObject, _ ownership: Ownership) {
        guard object.kind != .system else {
            // Without the line, nothing would say which of its values are secret.
            guard ownership.secretPaths.isEmpty else { return notices.append(.lineKept(object, ownership)) }
            return bookkeeping.append(.lineRemoval(from: object, ownership.key))
        }
        let holders = index.holders(ofKey: ownership.key, object.kind)
        // Two objects with one line are one problem.
        guard holders.first == position else { return }
        var action = Action(
            .delete, kind: object.kind, key: ownership.key, name: object.fields.name, objectID: object.id,
            observed: object)
        if holders.count > 1 {
            action.block(.severalOrphans(ownership.key, holders.map { index.objects[$0] }, object.kind))
        }
        if ownership.isProtected { action.block(.protectedObject(object, ownership.key)) }
        deletes.append((action, position))
    }
}

extension Action {
    /// Takes the line from an object and leaves everything else.
    static func lineRemoval(from object: LiveObject, _ key: String) -> Action {
        Action(
            .bookkeeping, kind: object.kind, key: key, name: object.fields.name, objectID: object.id,
            write: ObjectWrite(kind: object.kind, fields: UpdateWrite.unchanged(object), ownership: .remove),
            observed: object)
    }
}
