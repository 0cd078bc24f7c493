/// One minute on the clock of a zone, to be asked of many schedules.
package struct ClockMinute: Sendable {
    /// What the clock shows.
    struct Reading {
        let date: CivilDate
        /// Days since 1970-01-01.
        let day: Int64
        let hour: Int
        let minute: Int
    }

    let instant: Int64
    let zone: TimeZoneRules
    /// nil where the clock was changed shortly before, which moves and repeats runs.
    let reading: Reading?

    /// `instant`: Unix seconds.
    package init(at instant: Int64, in zone: TimeZoneRules) {
        self.instant = instant
        self.zone = zone
        // Runs that a change has moved or repeated lie within a day behind it.
        let change = zone.nextTransition(after: instant - 2 * 86_400)?.instant ?? .max
        let local = instant + Int64(zone.offset(at: instant))
        guard instant.magnitude < CronExpression.horizon.magnitude, instant < change, local.isMultiple(of: 60)
        else {
            reading = nil
            return
        }
        let day = CivilCalendar.floorDivide(local, 86_400)
        let rest = Int(local - day * 86_400) / 60
        reading = Reading(date: CivilCalendar.date(days: day), day: day, hour: rest / 60, minute: rest % 60)
    }
}

extension CronExpression {
    /// Whether there is a run at the instant of a minute: the same as `next(after:in:)` says of it, in a fraction of the
    /// time.
    package func runs(at moment: ClockMinute) -> Bool {
        guard let reading = moment.reading else {
            return next(after: moment.instant - 1, in: moment.zone) == moment.instant
        }
        return minutes >> UInt64(reading.minute) & 1 != 0 && hours >> UInt32(reading.hour) & 1 != 0
            && runs(on: reading.date, days: reading.day)
    }
}
