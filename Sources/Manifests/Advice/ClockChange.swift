import Cron

/// A moment at which the clocks of a zone are set to another time.
struct ClockChange {
    let date: CivilDate
    /// The readings of the clock that do not come, or come twice, in seconds as if the clock were UTC's.
    let readings: Range<Int64>
    /// Whether these readings never come.
    let isGap: Bool

    private init(_ transition: TimeZoneRules.Transition) {
        let before = transition.instant + Int64(transition.offsetBefore)
        let after = transition.instant + Int64(transition.offsetAfter)
        readings = min(before, after)..<max(before, after)
        isGap = after > before
        date = TimeZoneRules.utc.wallTime(at: readings.lowerBound).date
    }

    /// Those of a year from a moment on, in order.
    static func all(in zone: TimeZoneRules, from start: Int64) -> [ClockChange] {
        var changes: [ClockChange] = []
        var cursor = start
        while let transition = zone.nextTransition(after: cursor), transition.instant < start + 366 * 86_400 {
            if transition.offsetBefore != transition.offsetAfter { changes.append(ClockChange(transition)) }
            cursor = transition.instant
        }
        return changes
    }
}
