/// Which panel a stand-in stands in for.
package enum StandInFamily: String, Sendable, CaseIterable {
    case phoenixPanel, pterodactyl, pelican

    /// What client keys begin with.
    package var keyPrefix: String { self == .pelican ? "pacc_" : "ptlc_" }

    var applicationKeyPrefix: String { self == .pelican ? "papp_" : "ptla_" }

    var nameLimit: Int { self == .pelican ? 255 : 191 }

    var actions: [String] {
        ["power", "command", "backup"] + (self == .pelican ? ["delete_files"] : [])
    }

    /// The permission to delete a task.
    var taskDeletion: String { self == .pelican ? "schedule.delete" : "schedule.update" }

    /// Creates of schedules a minute and server; nil for as many as one likes.
    var createLimit: Int? { self == .phoenixPanel ? nil : 2 }

    var accountLimit: Int { self == .phoenixPanel ? 720 : 256 }

    /// Whether it checks a body's month and `only_when_online`, or fails at them.
    var checksEveryField: Bool { self != .phoenixPanel }

    /// Whether a byte order mark stands before its validation errors.
    var hasByteOrderMark: Bool { self == .phoenixPanel }
}
