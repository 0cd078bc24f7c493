import PanelStore
import PhoenixModel

/// A step of a run as it is planned and as it is recorded. All of the plan is in the record, so that another process
/// can go on with it.
struct StoredStep: Sendable, Hashable {
    let plan: PlannedStep
    var record: RunStepRecord

    /// A step that has just been planned.
    init(_ plan: PlannedStep, position: Int) {
        self.plan = plan
        record = RunStepRecord(
            position: position, target: plan.target, action: plan.action,
            instruction: [
                "do": plan.instruction, "delay": .integer(plan.delay), "continues": .bool(plan.continuesOnFailure),
                "backup": .bool(plan.isBackup),
            ])
        if let reason = plan.skipReason {
            record.state = .finished
            record.result = .skipped
            record.reason = reason
        }
    }

    /// A step as a store has it. What cannot be read of an instruction is left out, and is for the runner to refuse.
    init(_ record: RunStepRecord) {
        self.record = record
        var stored = ValueMap()
        if case .map(let map) = record.instruction { stored = map }
        var delay: Int64 = 0
        if case .integer(let seconds) = stored["delay"] { delay = seconds }
        plan = PlannedStep(
            target: record.target, action: record.action, instruction: stored["do"] ?? .null, delay: delay,
            continuesOnFailure: stored["continues"] == true, isBackup: stored["backup"] == true)
    }
}
