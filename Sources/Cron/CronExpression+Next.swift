extension CronExpression {
    /// Instants beyond this many seconds from 1970 (142 million years) are outside the calendar.
    static let horizon: Int64 = 1 << 52

    /// The first run strictly after `instant`, both in Unix seconds.
    ///
    /// Exact for any accepted expression, which fires at least once in 400 years, and bounded by that; it allocates
    /// nothing. Nil only where the calendar ends, some hundred million years from now.
    package func next(after instant: Int64, in zone: TimeZoneRules) -> Int64? {
        search(after: instant, in: zone)?.instant
    }

    /// The first `count` runs strictly after `instant`, ascending, with what the clock shows.
    package func fires(after instant: Int64, in zone: TimeZoneRules, count: Int) -> [CronFire] {
        var fires: [CronFire] = []
        var cursor = instant
        while fires.count < count, let found = search(after: cursor, in: zone) {
            let offset = zone.offset(at: found.instant)
            fires.append(
                CronFire(
                    instant: found.instant,
                    wallTime: WallTime(
                        localMinute: CivilCalendar.floorDivide(found.instant + Int64(offset), 60)),
                    offset: offset, shiftedFrom: found.missing.map(WallTime.init(localMinute:))))
            cursor = found.instant
        }
        return fires
    }

    struct Found {
        var instant: Int64
        /// The local minute that fell into a gap and moved here.
        var missing: Int64?
    }

    private func search(after instant: Int64, in zone: TimeZoneRules) -> Found? {
        guard instant < Self.horizon else { return nil }
        let instant = max(instant, -Self.horizon)
        if let offset = zone.table.fixedOffset {
            let from = CivilCalendar.floorDivide(instant + offset, 60) + 1
            return nextMatch(from: from).map { Found(instant: $0 * 60 - offset) }
        }
        return isWild ? searchWild(after: instant, in: zone.table) : searchFixed(after: instant, in: zone.table)
    }

    /// Local minutes of two calendar cycles: a search that finds nothing in so long never will.
    private static let patience: Int64 = 2 * CivilCalendar.cycleDays * 1440

    /// Every real minute whose reading of the clock matches, repeated hours included.
    private func searchWild(after instant: Int64, in table: ZoneTable) -> Found? {
        var segment = table.segment(at: instant)
        var from = CivilCalendar.floorDivide(instant + segment.offset, 60) + 1
        var searchedAt = instant
        let limit = from + Self.patience
        guard var match = nextMatch(from: from) else { return nil }
        while match * 60 - segment.offset >= segment.end {
            guard match < limit else { return nil }
            // The clock may be set back to before `from`, but only to what it showed some days ago; farther on,
            // everything that reads earlier than the match has been seen and is skipped at once.
            var start = segment.end
            if start > searchedAt + 4 * ZoneTable.farthestOffset {
                start = max(start, match * 60 - ZoneTable.farthestOffset)
            }
            segment = table.segment(at: start)
            let first = CivilCalendar.ceilingDivide(start + segment.offset, 60)
            guard first < from || first > match else { continue }
            from = first
            searchedAt = start
            guard let again = nextMatch(from: first) else { return nil }
            match = again
        }
        return Found(instant: match * 60 - segment.offset)
    }

    /// Each matching reading once, at the first instant at which the clock shows it or something later.
    ///
    /// So what matters is the latest reading the clock has shown by now: repeated times lie before it, skipped ones
    /// are passed at the end of their gap, all in one.
    private func searchFixed(after instant: Int64, in table: ZoneTable) -> Found? {
        var segment = table.segment(at: instant)
        var from = segment.shownBefore
        if instant >= segment.firstMinute * 60 - segment.offset {
            from = max(from, CivilCalendar.floorDivide(instant + segment.offset, 60) + 1)
        }
        let limit = from + Self.patience
        guard let match = nextMatch(from: from) else { return nil }
        while true {
            let shown = max(match, segment.firstMinute)
            let candidate = shown * 60 - segment.offset
            if candidate < segment.end {
                return Found(instant: candidate, missing: shown == match ? nil : match)
            }
            guard segment.firstMinute < limit else { return nil }
            segment = table.segment(at: max(segment.end, match * 60 - ZoneTable.farthestOffset))
        }
    }
}
