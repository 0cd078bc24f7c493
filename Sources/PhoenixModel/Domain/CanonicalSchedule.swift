import Cron

/// The canonical form of cron texts.
package enum CanonicalSchedule {
    /// The lowering of the expression; a text that is none (a panel may hold anything) comes back trimmed.
    package static func text(_ schedule: String) -> String {
        (try? CronExpression(schedule))?.canonical ?? String(schedule.trimmed())
    }
}
