/// One service, task or schedule as a panel reports it.
package struct LiveObject: Sendable, Hashable {
    /// Decimal in the documented API, but compared as text. Of a schedule the server's and its own, `1a7ce997/5`.
    package var id: String
    package var kind: ObjectKind
    package var fields: ServiceFields
    package var ownership: OwnershipReading
    package var status: String
    /// `wings_daemon` and the like; of system services.
    package var serviceKind: String?
    package var isCritical: Bool?
    package var createdAt: Timestamp?
    package var updatedAt: Timestamp?
    package var lastRun: Timestamp?
    package var nextRun: Timestamp?
    package var lastResult: String?
    /// The server that a schedule is of; nil for services and tasks.
    package var server: GameServer.ID?
    /// For `If-Match`, where the panel has it.
    package var etag: String?

    package init(
        id: String, kind: ObjectKind, fields: ServiceFields, ownership: OwnershipReading = .none, status: String
    ) {
        self.id = id
        self.kind = kind
        self.fields = fields
        self.ownership = ownership
        self.status = status
    }
}
