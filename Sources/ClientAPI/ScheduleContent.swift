/// What a schedule of a panel is to be, without its tasks. Every write carries all of it: what a panel does not find in
/// a body, it takes for false, or fails.
package struct ScheduleContent: Sendable, Hashable {
    package var name: String
    package var cron: CronFields
    package var isActive: Bool
    package var onlyWhenOnline: Bool

    package init(name: String, cron: CronFields, isActive: Bool, onlyWhenOnline: Bool) {
        self.name = name
        self.cron = cron
        self.isActive = isActive
        self.onlyWhenOnline = onlyWhenOnline
    }
}
