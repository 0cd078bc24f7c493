package import PhoenixModel

/// How much a scheduler has before it. It costs the same however much history there is.
package struct RunLoad: Sendable, Hashable {
    package var queued = 0
    package var running = 0
    /// The earliest `next_run` of an enabled task: in the past when claims are behind; nil when nothing is scheduled.
    package var nextDue: Timestamp?
    /// When the oldest queued run could have started; nil when none is queued.
    package var oldestQueued: Timestamp?

    package init() {}
}
