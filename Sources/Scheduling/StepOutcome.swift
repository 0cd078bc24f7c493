package import PhoenixModel

/// How a step has ended.
package struct StepOutcome: Sendable, Hashable {
    package let result: StepResult
    /// One sentence for people, without secrets; nil when there is nothing to say.
    package let reason: String?
    /// How often the panel was asked to do it.
    package let attempts: Int
    /// Of a step that records resource use.
    package let sample: [String: Double]
    /// What the step was waiting out when it ended, or was cancelled: one sentence; nil for nothing.
    package var obstacle: String?

    package init(_ result: StepResult, _ reason: String? = nil, attempts: Int = 1, sample: [String: Double] = [:]) {
        self.result = result
        self.reason = reason
        self.attempts = attempts
        self.sample = sample
    }
}
