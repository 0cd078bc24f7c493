/// The two types of service that the API has.
package enum ObjectKind: String, Sendable, Hashable, CaseIterable {
    /// A core service of the panel. It exists already and is never created or deleted.
    case system
    /// A task that runs by a cron schedule.
    case scheduled

    /// What people call one of them.
    package var noun: String { self == .system ? "service" : "task" }
}
