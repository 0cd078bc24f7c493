package import PhoenixModel

/// One step of a run before it is done.
package struct PlannedStep: Sendable, Hashable {
    package let target: RunTarget
    /// For people: `backup`, `power: restart`, `command: say hello`.
    package let action: String
    /// What the runner needs to do the step, in whatever process.
    package let instruction: Value
    /// Seconds to wait first: the pause between one server's end and the next one's start.
    package let delay: Int64
    /// Whether the steps of the same server that follow are done even if this one fails.
    package let continuesOnFailure: Bool
    /// Whether it takes one of the places for backups of its node while it is done.
    package let isBackup: Bool
    /// How it has ended before it begins, and why; nil for what is to be done.
    package let skipReason: String?

    package init(
        target: RunTarget, action: String, instruction: Value, delay: Int64 = 0, continuesOnFailure: Bool = false,
        isBackup: Bool = false, skipReason: String? = nil
    ) {
        self.target = target
        self.action = action
        self.instruction = instruction
        self.delay = delay
        self.continuesOnFailure = continuesOnFailure
        self.isBackup = isBackup
        self.skipReason = skipReason
    }
}
