package import PhoenixModel

/// Which runs a history shows, the latest first, and from where on.
package struct RunHistoryQuery: Sendable, Hashable {
    /// The place of a run in a history.
    package struct Place: Sendable, Hashable {
        package let time: Timestamp
        package let id: Int64

        package init(time: Timestamp, id: Int64) {
            self.time = time
            self.id = id
        }
    }

    package var serviceID: Int64?
    package var state: RunState?
    /// Finished runs with one of these results; empty for all runs.
    package var results: Set<RunResult> = []
    /// Bounds of `RunRecord.time`, both included.
    package var since: Timestamp?
    package var until: Timestamp?
    /// Only what comes behind this place.
    package var after: Place?
    package var limit = 50

    package init() {}
}

extension RunRecord {
    /// The time that a history lists it under: when it was to start, of a manual run when it was asked for.
    package var time: Timestamp { scheduledFor ?? queuedAt }

    package var place: RunHistoryQuery.Place { RunHistoryQuery.Place(time: time, id: id) }
}
