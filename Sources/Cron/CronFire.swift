/// One run of a schedule.
package struct CronFire: Sendable, Hashable {
    /// Unix seconds.
    package var instant: Int64
    /// What the clock shows then.
    package var wallTime: WallTime
    /// Seconds east of UTC that the clock is at then.
    package var offset: Int
    /// The time of day that was asked for but does not exist on that day; nil for an ordinary run.
    ///
    /// Several such times of one schedule are one run, at the end of the gap; this is the first of them.
    package var shiftedFrom: WallTime?

    /// Why it runs at another time than written: `02:30 does not exist on 2027-03-14, runs at 03:00`.
    package var note: String? {
        guard let missing = shiftedFrom else { return nil }
        let day = missing.date == wallTime.date ? "" : " on \(wallTime.date)"
        return "\(missing.clock) does not exist on \(missing.date), runs at \(wallTime.clock)\(day)"
    }
}
