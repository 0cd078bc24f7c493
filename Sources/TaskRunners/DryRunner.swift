package import ClientAPI
package import Clocks
package import PhoenixModel
package import Scheduling

/// Records what tasks would do, and touches no server: for trying things out. Without a panel the steps are on what the
/// task names instead of on servers.
package struct DryRunner: TaskRunner {
    private let directory: ServerDirectory?

    package init(client: ClientAPI?, clock: WallClock) {
        directory = client.map { ServerDirectory(client: $0, clock: clock) }
    }

    package func steps(of task: Value, run: RunIdentity) async throws(RunnerError) -> [PlannedStep] {
        if let directory { return try await plannedSteps(of: task, run: run, directory) }
        return try TaskWork(reading: task).plan(onSelectorsFor: run)
    }

    package func perform(_ step: PlannedStep, run: RunIdentity) async -> StepOutcome {
        if let reason = step.skipReason { return StepOutcome(.skipped, reason, attempts: 0) }
        return StepOutcome(.succeeded, "nothing was done: this is a dry run", attempts: 0)
    }

    package func settle(_ step: PlannedStep, run: RunIdentity) async -> StepOutcome {
        await perform(step, run: run)
    }
}
