package import Diagnostics

/// One step of a plan.
package struct Action: Sendable {
    package enum Operation: String, Sendable, Hashable, CaseIterable {
        case create
        case update
        /// An update that also takes the object into this project.
        case adopt
        case delete
        /// Cannot be done; `block` says why. What depends on it is blocked too.
        case blocked
        /// A write that goes ahead of another action on the same object: a name given up for a while, or dependencies
        /// let go. It is part of that action for people.
        case prepare
        /// The ownership line alone: refreshed where only its digest is stale, removed where a system service is no
        /// longer managed. No change, and no exit code.
        case bookkeeping
    }

    /// What an action does beyond its fields, for people.
    package enum Mark: String, Sendable, Hashable, CaseIterable {
        /// The object gets another name.
        case renamed
        /// Its key changes, by `formerly`.
        case keyRenamed = "key renamed"
        case enabled
        case disabled
        /// It holds a temporary name in between, because objects swap names.
        case temporaryName = "temporary name"
        /// Dependencies are let go first, because the order of the others opposes.
        case detached
        /// Protection against deletion is given or taken.
        case protected
        case unprotected
    }

    package var operation: Operation
    package var kind: ObjectKind
    /// The key in the files, or of the orphan that is deleted.
    package var key: String
    /// The key it has on the panel now, where that is another one.
    package var formerKey: String?
    /// The id on the panel; nil for creates.
    package var objectID: String?
    /// The name it has in the files, or the panel's for deletes.
    package var name: String
    package var marks: Set<Mark>
    /// Every difference, in the order of the fields.
    package var changes: [FieldChange]
    /// Where the files ask for it; nil for deletes.
    package var span: SourceSpan?
    /// Why it is blocked.
    package var block: Diagnostic?
    /// The body to send; nil for deletes and blocked actions.
    package var write: ObjectWrite?
    /// What was observed when this was planned; nil for creates.
    package var observed: LiveObject?
    /// Where `observed` holds no values because they are secret, as `Value.secretPaths` writes paths: a saved plan has
    /// no secrets in it. Empty for a plan that was just made.
    package var hiddenPaths: [String] = []
    /// Indices into the plan's actions that must be done before. Always smaller ones or larger ones, never a cycle.
    package var waitsFor: [Int]

    package init(
        _ operation: Operation, kind: ObjectKind, key: String, name: String, formerKey: String? = nil,
        objectID: String? = nil, marks: Set<Mark> = [], changes: [FieldChange] = [], span: SourceSpan? = nil,
        block: Diagnostic? = nil, write: ObjectWrite? = nil, observed: LiveObject? = nil, waitsFor: [Int] = []
    ) {
        self.operation = operation
        self.kind = kind
        self.key = key
        self.name = name
        self.formerKey = formerKey
        self.objectID = objectID
        self.marks = marks
        self.changes = changes
        self.span = span
        self.block = block
        self.write = write
        self.observed = observed
        self.waitsFor = waitsFor
    }

    /// The key that stands in the files.
    package var entryKey: String { kind.entryKey(key) }

    /// The server that a schedule is of; nil for services and tasks.
    package var server: GameServer.ID? { kind == .native ? ScheduleKey(key)?.server : nil }

    /// How many requests it needs: what was observed without an etag is looked at once more before it is written to.
    package var requestCount: Int {
        if operation == .blocked { return 0 }
        if kind == .native { return ScheduleRequests.count(of: self) }
        return observed.map { $0.etag == nil } ?? false ? 2 : 1
    }
}
