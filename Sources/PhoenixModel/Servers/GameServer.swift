/// A server of a panel, as its lists have it.
package struct GameServer: Sendable, Hashable {
    package let uuid: String
    /// The short form of the uuid; newer panels have others.
    package let identifier: String
    /// It may hold any character, and others may have it too.
    package let name: String
    /// The name of the node; empty when unknown.
    package let node: String
    /// `installing`, `suspended`…; nil for a server that is ready.
    package let status: String?
    package let isSuspended: Bool
    package let isTransferring: Bool
    package let isNodeInMaintenance: Bool
    /// How many backups it may have; nil when unknown.
    package let backupLimit: Int?

    package init(
        uuid: String, identifier: String, name: String, node: String, status: String? = nil, isSuspended: Bool = false,
        isTransferring: Bool = false, isNodeInMaintenance: Bool = false, backupLimit: Int? = nil
    ) {
        self.uuid = uuid
        self.identifier = identifier
        self.name = name
        self.node = node
        self.status = status
        self.isSuspended = isSuspended
        self.isTransferring = isTransferring
        self.isNodeInMaintenance = isNodeInMaintenance
        self.backupLimit = backupLimit
    }

    /// How keys and ids of its schedules name it: eight characters that are the server's for good, also on panels whose
    /// identifiers have another form. Panels take it in addresses.
    package typealias ID = String

    package var id: ID { String(uuid.prefix(8)).lowercased() }

    /// A server for people, by what is known of it: `'lobby' (1a7ce997)`.
    package static func quoted(_ id: ID, _ name: String?) -> String { name.map { "'\($0)' (\(id))" } ?? "'\(id)'" }

    /// Why the panel refuses to work on it (409), to stand behind its name; nil when it does not.
    package var unavailability: String? {
        if isSuspended || status == "suspended" { return "is suspended" }
        if isNodeInMaintenance { return "is on a node in maintenance" }
        if isTransferring { return "is being transferred to another node" }
        return switch status {
        case "installing": "is being installed"
        case "install_failed": "is not installed: its installation failed"
        case "restoring_backup": "is being restored from a backup"
        default: nil
        }
    }
}
