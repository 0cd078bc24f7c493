package import PhoenixModel

/// A backup of a server, as the panel has it.
package struct ServerBackup: Sendable, Hashable {
    package enum State: Sendable, Hashable {
        case running, succeeded, failed
    }

    package let uuid: String
    package let name: String
    package let state: State
    package let isLocked: Bool
    package let createdAt: Timestamp
    package let bytes: Double?

    package init(
        uuid: String, name: String, state: State, isLocked: Bool, createdAt: Timestamp, bytes: Double? = nil
    ) {
        self.uuid = uuid
        self.name = name
        self.state = state
        self.isLocked = isLocked
        self.createdAt = createdAt
        self.bytes = bytes
    }

    init(_ attributes: Attributes) throws(UnreadableRecord) {
        guard let createdAt = attributes.time("created_at") else { throw UnreadableRecord(name: "created_at") }
        let isComplete = attributes.text("completed_at") != nil
        self.init(
            uuid: try attributes.requiredID("uuid"), name: attributes.text("name") ?? "",
            state: isComplete ? (attributes.flag("is_successful") ? .succeeded : .failed) : .running,
            isLocked: attributes.flag("is_locked"), createdAt: createdAt, bytes: attributes.number("bytes"))
    }
}
