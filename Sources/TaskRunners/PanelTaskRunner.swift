package import ClientAPI
package import Clocks
package import PhoenixModel
package import Scheduling

/// Carries out tasks on the servers of a panel, through its Client API.
package struct PanelTaskRunner: TaskRunner {
    private let client: ClientAPI
    private let clock: WallClock
    private let directory: ServerDirectory

    package init(client: ClientAPI, clock: WallClock) {
        self.client = client
        self.clock = clock
        directory = ServerDirectory(client: client, clock: clock)
    }

    package func steps(of task: Value, run: RunIdentity) async throws(RunnerError) -> [PlannedStep] {
        try await plannedSteps(of: task, run: run, directory)
    }

    package func perform(_ step: PlannedStep, run: RunIdentity) async -> StepOutcome {
        await carryOut(step, run: run) {
            execution, instruction async throws(ClientAPIError) in try await execution.perform(instruction)
        }
    }

    package func settle(_ step: PlannedStep, run: RunIdentity) async -> StepOutcome {
        await carryOut(step, run: run) {
            execution, instruction async throws(ClientAPIError) in try await execution.settle(instruction)
        }
    }

    private func carryOut(
        _ step: PlannedStep, run: RunIdentity,
        _ body: (StepExecution, StepInstruction) async throws(ClientAPIError) -> StepOutcome
    ) async -> StepOutcome {
        if let reason = step.skipReason { return StepOutcome(.skipped, reason, attempts: 0) }
        guard let instruction = StepInstruction(step.instruction) else {
            return StepOutcome(
                .failed, "the step was planned by another version of phoenix, and this one cannot read it",
                attempts: 0)
        }
        let execution = StepExecution(client: client, clock: clock, target: step.target, run: run)
        var outcome: StepOutcome
        do throws(ClientAPIError) {
            outcome = try await body(execution, instruction)
        } catch {
            outcome = StepOutcome(error)
        }
        outcome.obstacle = execution.throttling.reason
        return outcome
    }
}

/// The steps of a task on the servers of a panel.
/// - Throws: `.skipped` when nothing can be run there before somebody changes a setting.
func plannedSteps(
    of task: Value, run: RunIdentity, _ directory: ServerDirectory
) async throws(RunnerError) -> [PlannedStep] {
    let work = try TaskWork(reading: task)
    let list: ServerList
    do throws(ClientAPIError) {
        list = try await directory.servers()
    } catch {
        throw RunnerError(error)
    }
    return try work.plan(on: list, run: run)
}

extension TaskWork {
    init(reading task: Value) throws(RunnerError) {
        do throws(UnreadableKey) {
            try self.init(task)
        } catch {
            throw .failed("the value of '\(error.key)' of the task cannot be read")
        }
    }
}

extension RunnerError {
    fileprivate init(_ error: ClientAPIError) {
        switch error.code {
        case .cancelled: self = .cancelled
        case .invalidOptions, .unauthenticated, .applicationKey, .twoFactorRequired, .addressNotAllowed, .blocked,
            .notAPanel:
            self = .skipped(error.description)
        default: self = .failed(error.description)
        }
    }
}

extension StepOutcome {
    /// The end of a step whose call has failed.
    init(_ error: ClientAPIError) {
        switch error.code {
        case .serverState: self.init(.skipped, error.description)
        case _ where error.mayBeDone:
            self.init(.unknown, "it is not known whether it was done, and it is not repeated: \(error.description)")
        default: self.init(.failed, error.description)
        }
    }
}
