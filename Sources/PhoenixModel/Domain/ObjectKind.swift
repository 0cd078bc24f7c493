/// What phoenix manages: the two types of service that the API has, and the schedules of servers.
package enum ObjectKind: String, Sendable, Hashable, CaseIterable {
    /// A core service of the panel. It exists already and is never created or deleted.
    case system
    /// A task that runs by a cron schedule.
    case scheduled
    /// A schedule of a server that the panel itself runs, in its Client API.
    case native = "schedule"

    /// The types of service that the API has.
    package static let services: [ObjectKind] = [.system, .scheduled]

    /// What people call one of them.
    package var noun: String {
        switch self {
        case .system: "service"
        case .scheduled: "task"
        case .native: "schedule"
        }
    }
}
