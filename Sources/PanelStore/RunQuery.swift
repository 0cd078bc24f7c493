package import PhoenixModel

/// Which runs a list shows, newest first, and which part of them.
package struct RunQuery: Sendable, Hashable {
    package var serviceID: Int64?
    package var state: RunState?
    package var result: RunResult?
    /// Bounds of `scheduledFor`, else of `queuedAt`, both included.
    package var since: Timestamp?
    package var until: Timestamp?
    package var offset = 0
    package var limit = 50

    package init() {}

    /// Whether the list is of all runs, or of all of one service: those whose deep pages are cheap.
    package var isPlain: Bool { state == nil && result == nil && since == nil && until == nil }
}
