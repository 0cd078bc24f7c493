/// What a task of a schedule is to be.
package struct TaskContent: Sendable, Hashable {
    /// `command`, `power`, `backup`, and what a panel adds to these.
    package var action: String
    package var payload: String
    /// Seconds after the task before, 0 to 900.
    package var offset: Int64
    package var continuesOnFailure: Bool
    /// Whether the payload is hidden in whatever is shown.
    package var hasSecret: Bool

    package init(
        action: String, payload: String, offset: Int64 = 0, continuesOnFailure: Bool = false, hasSecret: Bool = false
    ) {
        self.action = action
        self.payload = payload
        self.offset = offset
        self.continuesOnFailure = continuesOnFailure
        self.hasSecret = hasSecret
    }
}
