import Foundation

@testable import Cron

/// Finds runs the slow way: it looks at every real minute of a window and at what the clock shows then.
struct MinuteOracle {
    let zone: TimeZoneRules

    /// The runs from `start` until before `end`.
    ///
    /// The walk itself begins two days earlier, to know what has been shown already.
    func runs(of schedule: RandomSchedule, from start: Int64, to end: Int64) -> [Int64] {
        let matches = Matches(schedule)
        let isWild = schedule.isWild
        var found: [Int64] = []
        var highest = Int64.min
        var instant = start - 2 * 86_400
        while instant < end {
            let offset = zone.offset(at: instant)
            let local = instant + Int64(offset)
            // Near a change, minutes may begin at another second, so there the walk goes second by second.
            let step: Int64 = local % 60 != 0 || zone.offset(at: instant + 60) != offset ? 1 : 60
            defer { instant += step }
            guard local % 60 == 0 else { continue }
            let minute = local / 60
            if isWild {
                if matches.contains(minute), instant >= start { found.append(instant) }
            } else if minute > highest {
                let unseen = highest == .min ? minute : highest + 1
                if (unseen...minute).contains(where: matches.contains), instant >= start { found.append(instant) }
                highest = minute
            }
        }
        return found
    }

    /// Tells which local minutes match, with the date taken from the C library.
    final class Matches {
        private let schedule: RandomSchedule
        private let minutes: [Bool]
        private let hours: [Bool]
        private var days: [Int64: Bool] = [:]

        init(_ schedule: RandomSchedule) {
            self.schedule = schedule
            minutes = (0...59).map(schedule.minute.values.contains)
            hours = (0...23).map(schedule.hour.values.contains)
        }

        func contains(_ minute: Int64) -> Bool {
            let day = Int64((Double(minute) / 1440).rounded(.down))
            let rest = Int(minute - day * 1440)
            return minutes[rest % 60] && hours[rest / 60] && runs(day)
        }

        private func runs(_ day: Int64) -> Bool {
            if let known = days[day] { return known }
            var time = time_t(day * 86_400)
            var date = tm()
            gmtime_r(&time, &date)
            let result = schedule.runs(
                month: Int(date.tm_mon) + 1, day: Int(date.tm_mday), weekday: Int(date.tm_wday))
            days[day] = result
            return result
        }
    }
}
