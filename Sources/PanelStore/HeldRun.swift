/// A run that a worker still holds, as its heartbeat learns.
package struct HeldRun: Sendable, Hashable {
    package let id: Int64
    package let token: Int64
    package let isStopRequested: Bool

    package init(id: Int64, token: Int64, isStopRequested: Bool) {
        self.id = id
        self.token = token
        self.isStopRequested = isStopRequested
    }
}
