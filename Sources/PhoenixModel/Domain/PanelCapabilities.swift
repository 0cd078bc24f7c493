/// What a panel can do beyond the documented API, settled by the first read and asked nowhere else.
package struct PanelCapabilities: Sendable, Hashable {
    /// Where a panel reports `task`.
    package enum TaskReports: Sendable, Hashable {
        /// In lists, as `phoenix serve` does.
        case inLists
        /// In the answer to a read of one object.
        case singly
        case never
    }

    package var taskReports: TaskReports
    /// The fields beyond the documented ones that the panel has.
    package var additionalFields: Set<Field>
    /// Whether writes can be bound to what was observed.
    package var hasETags: Bool
    /// Requests a minute, where the panel says so.
    package var rateLimit: Int?

    package init(
        taskReports: TaskReports, additionalFields: Set<Field>, hasETags: Bool, rateLimit: Int? = nil
    ) {
        self.taskReports = taskReports
        self.additionalFields = additionalFields
        self.hasETags = hasETags
        self.rateLimit = rateLimit
    }

    /// Everything the API documents and adds: what `phoenix serve` and the embedded panel can do.
    package static var complete: PanelCapabilities {
        PanelCapabilities(
            taskReports: .inLists, additionalFields: Set(Field.allCases.filter { !$0.isDocumented }), hasETags: true)
    }

    /// Whether the panel stores the field at all.
    package func has(_ field: Field) -> Bool { field.isDocumented || additionalFields.contains(field) }

    /// Whether a read tells the field's value.
    package func reports(_ field: Field) -> Bool {
        field == .task ? taskReports != .never : has(field)
    }
}
