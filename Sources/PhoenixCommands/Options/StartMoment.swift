import ArgumentParser
import Cron
import PhoenixModel

/// Where a calendar begins, as people write it: `2026-11-24T02:00:00Z`, or a day, which begins where the clock is read.
enum StartMoment: ExpressibleByArgument {
    case moment(Timestamp)
    case day(CivilDate)

    init?(argument: String) {
        if let moment = Timestamp(rfc3339: argument) {
            self = .moment(moment)
        } else if let day = CalendarDay(argument) {
            self = .day(CivilCalendar.date(days: Int64(day.number)))
        } else {
            return nil
        }
    }

    func seconds(in zone: TimeZoneRules) -> Int64 {
        switch self {
        case .moment(let moment): moment.seconds
        case .day(let date):
            switch zone.resolve(WallTime(date: date, hour: 0, minute: 0)) {
            case .once(let instant), .skipped(at: let instant): instant
            case .repeated(let instants): instants[0]
            }
        }
    }
}
