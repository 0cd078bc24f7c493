package import PhoenixModel

/// One service or scheduled task as a store keeps it. Values are checked by the rules before they come here.
package struct ServiceRecord: Sendable, Hashable {
    /// Given by the store and never given again; 0 before.
    package var id: Int64
    package var kind: ObjectKind
    /// Trimmed. Unique among all services by Unicode canonical equivalence.
    package var name: String
    /// As given, ownership line and all.
    package var description = ""
    package var isEnabled = true
    /// Cron text as given; of scheduled tasks alone, like everything down to `timeout`.
    package var schedule: String?
    package var timezone = "UTC"
    package var task: Value?
    package var overlap = "skip"
    package var misfire = "skip"
    /// Seconds.
    package var timeout = ServiceRules.defaultTimeout
    /// Ids, ascending, each once.
    package var dependsOn: [Int64] = []
    /// A list, with its write-only values as plain text.
    package var notify: Value = []
    /// A mapping, with its write-only values as plain text; of system services alone.
    package var config: Value = [:]
    /// `wings_daemon` and the like; of system services alone.
    package var systemKind: String?
    package var isCritical = false
    /// The count of configuration changes, starting with 1 for the creation.
    package var version = Self.firstVersion
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    /// nil while disabled.
    package var nextRun: Timestamp?
    /// Both are changed by `noteRun` alone: `replace` keeps what is stored.
    package var lastRun: Timestamp?
    package var lastResult: String?
    /// What is known beyond the configuration: of a task `running` while it runs, of a system service what its probes
    /// found; nil for what a service is by itself. Only `setObservedStatus` changes it: `replace` keeps what is stored.
    package var observedStatus: ServiceStatus?

    package init(id: Int64 = 0, kind: ObjectKind, name: String, createdAt: Timestamp) {
        self.id = id
        self.kind = kind
        self.name = name
        self.createdAt = createdAt
        updatedAt = createdAt
    }
}

extension ServiceRecord {
    /// Whether it is a system service to be probed.
    package var isProbed: Bool {
        guard kind == .system, isEnabled, case .map(let config) = config, case .map = config["probe"] else {
            return false
        }
        return true
    }

    package static let firstVersion: Int64 = 1

    package var status: ServiceStatus {
        let status = ServiceStatus(kind: kind, isEnabled: isEnabled)
        return isEnabled || kind == .scheduled ? observedStatus ?? status : status
    }

    package var reference: ServiceReference { ServiceReference(id: id, name: name, isEnabled: isEnabled) }
}
