package import PhoenixModel

/// Stands for a runner where there is none: every run is skipped.
package struct AbsentRunner: TaskRunner {
    private let reason: String

    /// - Parameter reason: one sentence, with what to do about it.
    package init(reason: String) { self.reason = reason }

    package func steps(of task: Value, run: RunIdentity) async throws(RunnerError) -> [PlannedStep] {
        throw .skipped(reason)
    }

    package func perform(_ step: PlannedStep, run: RunIdentity) async -> StepOutcome { StepOutcome(.skipped, reason) }

    package func settle(_ step: PlannedStep, run: RunIdentity) async -> StepOutcome { StepOutcome(.unknown, reason) }
}
