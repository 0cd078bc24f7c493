import PhoenixModel
import Scheduling
import Synchronization

/// A runner whose servers are names, and which counts what it was asked to do.
final class FakeRunner: TaskRunner {
    struct Effect: Hashable, Sendable {
        let run: Int64
        let server: String
        let action: String
    }

    private struct State {
        var effects: [Effect] = []
        var settled: [Effect] = []
        var plans = 0
    }

    private let plan: @Sendable (RunIdentity) throws(RunnerError) -> [PlannedStep]
    private let behaviour: @Sendable (PlannedStep, RunIdentity) async -> StepOutcome
    private let settlement: @Sendable (PlannedStep, RunIdentity) async -> StepOutcome
    private let state = Mutex(State())

    init(
        plan: @escaping @Sendable (RunIdentity) throws(RunnerError) -> [PlannedStep] = { _ in [.on("alpha")] },
        settle: @escaping @Sendable (PlannedStep, RunIdentity) async -> StepOutcome = { _, _ in
            StepOutcome(.unknown, "nobody knows")
        },
        perform: @escaping @Sendable (PlannedStep, RunIdentity) async -> StepOutcome = { _, _ in StepOutcome(.succeeded)
        }
    ) {
        self.plan = plan
        behaviour = perform
        settlement = settle
    }

    /// In order.
    var effects: [Effect] { state.withLock { $0.effects } }
    var settled: [Effect] { state.withLock { $0.settled } }
    var plans: Int { state.withLock { $0.plans } }

    func steps(of task: Value, run: RunIdentity) async throws(RunnerError) -> [PlannedStep] {
        state.withLock { $0.plans += 1 }
        return try plan(run)
    }

    func perform(_ step: PlannedStep, run: RunIdentity) async -> StepOutcome {
        state.withLock { $0.effects.append(Effect(run: run.id, server: step.target.name, action: step.action)) }
        return await behaviour(step, run)
    }

    func settle(_ step: PlannedStep, run: RunIdentity) async -> StepOutcome {
        state.withLock { $0.settled.append(Effect(run: run.id, server: step.target.name, action: step.action)) }
        return await settlement(step, run)
    }
}

extension PlannedStep {
    static func on(
        _ server: String, node: String = "n1", _ action: String = "command: save-all", delay: Int64 = 0,
        continues: Bool = false, isBackup: Bool = false, skip: String? = nil
    ) -> PlannedStep {
        PlannedStep(
            target: RunTarget(id: "id-\(server)", name: server, node: node), action: action,
            instruction: ["say": .string(action)], delay: delay, continuesOnFailure: continues, isBackup: isBackup,
            skipReason: skip)
    }
}
