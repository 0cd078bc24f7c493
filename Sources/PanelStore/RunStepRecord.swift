package import PhoenixModel

/// One step of a run, as a store keeps it.
package struct RunStepRecord: Sendable, Hashable {
    /// From 0, in the order the steps are done.
    package let position: Int
    package let target: RunTarget
    /// What is done, for people: `backup`, `power: restart`.
    package let action: String
    /// What is done, as the runner has written it for itself; nil once the run is finished.
    package var instruction: Value?
    package var state: StepState
    /// nil until finished.
    package var result: StepResult?
    /// One sentence; nil when there is nothing to say.
    package var reason: String?
    package var startedAt: Timestamp?
    package var finishedAt: Timestamp?
    package var attempts: Int

    package init(
        position: Int, target: RunTarget, action: String, instruction: Value?, state: StepState = .queued,
        result: StepResult? = nil, reason: String? = nil, startedAt: Timestamp? = nil, finishedAt: Timestamp? = nil,
        attempts: Int = 0
    ) {
        self.position = position
        self.target = target
        self.action = action
        self.instruction = instruction
        self.state = state
        self.result = result
        self.reason = reason
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.attempts = attempts
    }
}
