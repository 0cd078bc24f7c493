import ClientAPI
import PhoenixModel

extension TaskContent {
    /// A step as `ScheduleRules.steps` has it; what does not fit counts as its default.
    init(step: Value) {
        let map: ValueMap = if case .map(let map) = step { map } else { [:] }
        let payload = map["payload"]
        self.init(
            action: map["action"]?.plainText ?? "",
            // Panels trim; what comes back is compared with what is sent.
            payload: String((payload?.revealedText ?? "").trimmed()),
            offset: map["offset"]?.wholeNumber ?? 0, continuesOnFailure: map["continue_on_failure"] == .bool(true),
            hasSecret: payload?.hasSecrets ?? false)
    }

    /// Whether the task is this already. Line breaks count as one, however they are written.
    func isSame(as task: ScheduleTask) -> Bool {
        action == task.action && offset == task.offset && continuesOnFailure == task.continuesOnFailure
            && payload.normalText() == task.payload.normalText()
    }

    /// What the panel has made of it, to stand behind "the panel"; nil where it kept everything.
    func difference(from task: ScheduleTask) -> String? {
        if action != task.action { return "made the action '\(task.action)' of '\(action)'" }
        if offset != task.offset { return "made \(task.offset) seconds of \(offset)" }
        if continuesOnFailure != task.continuesOnFailure { return "changed 'continue_on_failure'" }
        if payload.normalText() != task.payload.normalText() {
            return "kept \(task.payload.utf8.count) of the \(payload.utf8.count) bytes of the payload"
        }
        return nil
    }
}

extension ScheduleTask {
    /// The task as a step.
    var step: Value {
        [
            "action": .string(action), "payload": .string(payload), "offset": .integer(offset),
            "continue_on_failure": .bool(continuesOnFailure),
        ]
    }
}

extension Value {
    fileprivate var wholeNumber: Int64? { if case .integer(let number) = self { number } else { nil } }
}
