/// What whoever runs a list of steps allows.
package struct StepLimits: Sendable, Hashable {
    /// The most seconds from the start of one step to that of the next.
    package let gap: Int64
    /// The most steps, those included that a countdown makes, and those that only wait.
    package let count: Int
    /// Whether there are steps that wait, and whether the next step starts only once a backup is made.
    package let hasWaits: Bool

    /// A schedule of a panel: it counts from task to task.
    package static let panel = StepLimits(
        gap: ScheduleRules.longestGap, count: ScheduleRules.stepLimit, hasWaits: false)
    /// A task of type `sequence`, which has `wait` steps between the others.
    package static let sequence = StepLimits(
        gap: TaskRules.longestWait, count: TaskRules.stepCount, hasWaits: true)

    /// Whether a step takes a time that nobody knows before.
    package func waits(for step: ValueMap) -> Bool {
        if step["wait_for"] != nil { return true }
        guard hasWaits, case .map(let backup)? = step["backup"] else { return false }
        return backup["wait"] != false
    }
}
