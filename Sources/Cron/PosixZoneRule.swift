/// A POSIX TZ string such as `EST5EDT,M3.2.0,M11.1.0`, with the extensions of RFC 9636: the footer of a TZif file.
struct PosixZoneRule: Hashable, Sendable {
    /// A day of the year and a time of that day.
    struct Change: Hashable, Sendable {
        enum Day: Hashable, Sendable {
            /// `Jn`: 1 to 365, 29 February is never counted.
            case julian(Int)
            /// `n`: 0 to 365, 29 February is counted.
            case zeroBased(Int)
            /// `Mm.w.d`: a weekday (0 is Sunday) of a week (5 is the last) of a month.
            case weekday(month: Int, week: Int, weekday: Int)
        }

        var day: Day
        /// Seconds after midnight, up to a week either way.
        var time: Int64

        /// Seconds from 1970-01-01T00:00 on the clock that shows the change.
        func localSeconds(year: Int) -> Int64 { days(year: year) * 86_400 + time }

        private func days(year: Int) -> Int64 {
            let newYear = CivilCalendar.days(year: year, month: 1, day: 1)
            switch day {
            case .julian(let number):
                return newYear + Int64(number - 1 + (CivilCalendar.isLeap(year) && number >= 60 ? 1 : 0))
            case .zeroBased(let number):
                return newYear + Int64(number)
            case .weekday(let month, let week, let weekday):
                let first = CivilCalendar.days(year: year, month: month, day: 1)
                let length = CivilCalendar.daysInMonth(year: year, month: month)
                var day = (weekday + 7 - CivilCalendar.weekday(days: first)) % 7 + (week - 1) * 7
                if day >= length { day -= 7 }
                return first + Int64(day)
            }
        }
    }

    struct Daylight: Hashable, Sendable {
        /// Seconds east of UTC.
        var offset: Int32
        var start: Change
        var end: Change
    }

    /// Seconds east of UTC.
    var standardOffset: Int32
    /// Nil where the clock is never changed.
    var daylight: Daylight?

    /// The changes of some years, ascending.
    ///
    /// Daylight saving that goes on from one year into the next has no change there.
    func transitions(fromYear first: Int, throughYear last: Int) -> [ZoneTable.Transition] {
        guard let daylight else {
            let start = CivilCalendar.days(year: first, month: 1, day: 1) * 86_400
            return [ZoneTable.Transition(instant: start, offset: standardOffset)]
        }
        var all: [ZoneTable.Transition] = []
        all.reserveCapacity(2 * (last - first + 1))
        for year in first...last {
            let start = daylight.start.localSeconds(year: year) - Int64(standardOffset)
            let end = daylight.end.localSeconds(year: year) - Int64(daylight.offset)
            all.append(ZoneTable.Transition(instant: start, offset: daylight.offset))
            all.append(ZoneTable.Transition(instant: end, offset: standardOffset))
        }
        // Where one year's end meets the next year's start, daylight saving goes on: the start counts.
        all.sort { left, right in
            left.instant == right.instant
                ? left.offset == standardOffset && right.offset != standardOffset : left.instant < right.instant
        }
        return all.enumerated().filter { $0 + 1 == all.count || all[$0 + 1].instant != $1.instant }.map(\.element)
    }
}
