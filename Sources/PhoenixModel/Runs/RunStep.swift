/// One step of a run on one game server, as a panel reports it.
package struct RunStep: Sendable, Hashable {
    package let server: RunTarget
    /// What is done, for people: `backup`, `power: restart`.
    package let action: String
    package let state: StepState
    /// nil until finished.
    package var result: StepResult?
    /// One sentence; nil when there is nothing to say.
    package var reason: String?
    package var startedAt: Timestamp?
    package var finishedAt: Timestamp?
    package var attempts: Int

    package init(server: RunTarget, action: String, state: StepState, attempts: Int = 0) {
        self.server = server
        self.action = action
        self.state = state
        self.attempts = attempts
    }
}

extension RunStep {
    /// Seconds that it took; nil until it is finished, and without a start.
    package var duration: Int64? {
        guard let startedAt, let finishedAt else { return nil }
        return max(0, finishedAt.seconds - startedAt.seconds)
    }
}
