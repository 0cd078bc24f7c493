/// Which runs are asked for, newest first.
package struct RunFilter: Sendable, Hashable {
    /// The task; nil for all, those that are gone included.
    package var serviceID: String?
    package var result: RunResult?
    /// Bounds of the scheduled time, of a manual run of the time it was asked for; both included.
    package var since: Timestamp?
    package var until: Timestamp?
    /// No more than this many.
    package var limit: Int

    package init(limit: Int) { self.limit = limit }
}
