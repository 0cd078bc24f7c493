/// A task of a schedule, as the panel has it.
package struct ScheduleTask: Sendable, Hashable {
    package let id: Int64
    /// Its place among the tasks of the schedule; there may be gaps.
    package let sequence: Int64
    package let action: String
    package let payload: String
    /// Seconds after the task before.
    package let offset: Int64
    package let isQueued: Bool
    package let continuesOnFailure: Bool

    package init(
        id: Int64, sequence: Int64, action: String, payload: String, offset: Int64 = 0, isQueued: Bool = false,
        continuesOnFailure: Bool = false
    ) {
        self.id = id
        self.sequence = sequence
        self.action = action
        self.payload = payload
        self.offset = offset
        self.isQueued = isQueued
        self.continuesOnFailure = continuesOnFailure
    }

    init(_ attributes: Attributes) throws(UnreadableRecord) {
        self.init(
            id: try attributes.requiredNumber("id"), sequence: try attributes.requiredNumber("sequence_id"),
            action: try attributes.requiredText("action"), payload: attributes.text("payload") ?? "",
            offset: try attributes.requiredNumber("time_offset"), isQueued: attributes.flag("is_queued"),
            continuesOnFailure: attributes.flag("continue_on_failure"))
    }
}
