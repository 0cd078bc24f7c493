package import Calendar
package import Cron

extension StartLoad {
    /// Starts by weekday (0 is Sunday) and hour on the clock of a zone.
    package func byHour(in zone: TimeZoneRules) -> [[Int]] { byHour { window.place(of: $0, in: zone) } }
}

extension CalendarWindow {
    /// The weekday (0 is Sunday) and the hour that the clock of a zone shows at a moment.
    package func place(of instant: Int64, in zone: TimeZoneRules) -> (weekday: Int, hour: Int) {
        let wall = zone.wallTime(at: instant)
        let days = CivilCalendar.days(year: wall.date.year, month: wall.date.month, day: wall.date.day)
        return (CivilCalendar.weekday(days: days), wall.hour)
    }
}
