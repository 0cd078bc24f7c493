/// What one request writes: the fields, and the ownership that goes along.
package struct ObjectWrite: Sendable, Hashable {
    package var kind: ObjectKind
    /// Absent fields are not sent, except that the name is only sent where the kind may change it.
    package var fields: ServiceFields
    /// What to do with the object's ownership.
    package var ownership: OwnershipWrite
    /// The server that a schedule is of; nil for services and tasks.
    package var server: GameServer.ID?

    package init(
        kind: ObjectKind, fields: ServiceFields, ownership: OwnershipWrite, server: GameServer.ID? = nil
    ) {
        self.kind = kind
        self.fields = fields
        self.ownership = ownership
        self.server = server
    }
}

/// What a write does with an object's ownership. Where a panel keeps it in the description, `fields.description` must
/// be given along with `set` and `remove`: desired where managed, else as read.
package enum OwnershipWrite: Sendable, Hashable {
    case set(Ownership)
    case remove
    /// Neither written nor removed (`--ownership none`).
    case leave
}
