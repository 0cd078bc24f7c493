import Calendar
import Cron
import PanelService
import PhoenixModel
import Reporting

/// `/calendar`: what starts on a day, and how much on each day of its month.
struct CalendarPage {
    struct Start {
        let time: TimeView
        let path: String
        let name: String
        let own: String?
        let note: String?
    }

    struct Cell {
        let label: String
        let path: String?
        let count: String
        let style: String
        let isToday: Bool
    }

    struct Week {
        let cells: [Cell]
    }

    let day: String
    let dayPath: String
    let zoneName: String
    let summary: String
    var notices: [Notice] = []
    var starts: [Start] = []
    var hasStarts = false
    var weeks: [Week] = []
    let month: String
    let previousDay: String
    let nextDay: String
    let previousMonth: String
    let nextMonth: String

    private static let path = "/calendar"
    private static let limit = 100

    static func content(_ dashboard: Dashboard, _ visit: Visit) async throws(ServiceError) -> PageContent {
        let query = Query(visit.parameters)
        let zone = visit.zone.clock(nil)
        let today = DayText.day(of: visit.now, in: zone)
        var day = today
        var notices: [Notice] = []
        if let text = query["day"] {
            if let start = DayText.start(of: text, in: zone) {
                day = DayText.day(of: start, in: zone)
            } else {
                notices.append(Notice("The day must be a date, 2026-11-24. This is today."))
            }
        }
        let calendar = try await TaskCalendar(dashboard)
        var view = CalendarPage(calendar, day: day, today: today, zone, visit)
        view.notices = notices
        return PageContent(
            title: "Calendar", html: dashboard.templates.render("calendar", view),
            status: notices.isEmpty ? 200 : 400, section: path)
    }

    private init(_ calendar: TaskCalendar, day: Int64, today: Int64, _ zone: TimeZoneRules, _ visit: Visit) {
        let window = Self.window(from: day, days: 1, in: zone)
        let agenda = Agenda(of: calendar.tasks, in: window, limit: Self.limit)
        let load = StartLoad(of: calendar.tasks, in: window)
        let date = CivilCalendar.date(days: day)
        self.day = DayText.text(ofDay: day)
        zoneName = zone.name
        summary =
            "\(Plural.text(load.total, "start")) of \(Plural.text(calendar.tasks.count, "task"))"
            + (agenda.isCut ? ", the first \(Self.limit) of them" : "")
        starts = agenda.items.map { item in
            let task = calendar.tasks[item.task]
            return Start(
                time: visit.zone.due(Timestamp(seconds: item.fire.instant), of: task.zone),
                path: "/services/\(calendar.ids[item.task])", name: task.name,
                own: task.zone == zone ? nil : "\(item.fire.wallTime.clock) \(task.zone.name)", note: item.fire.note)
        }
        hasStarts = !starts.isEmpty
        let first = CivilCalendar.days(year: date.year, month: date.month, day: 1)
        let length = Int64(CivilCalendar.daysInMonth(year: date.year, month: date.month))
        let (before, after) = (first - 1, first + length)
        month = String(self.day.prefix(7))
        dayPath = Self.link(day)
        previousDay = Self.link(day - 1)
        nextDay = Self.link(day + 1)
        previousMonth = Self.link(before)
        nextMonth = Self.link(after)
        weeks = Self.weeks(calendar, first: first, length: length, chosen: day, today: today, zone)
    }

    private static func window(from day: Int64, days: Int64, in zone: TimeZoneRules) -> CalendarWindow {
        let start = DayText.start(ofDay: day, in: zone).seconds
        let end = DayText.start(ofDay: day + days, in: zone).seconds
        return CalendarWindow(from: start, minutes: Int((end - start) / 60))
    }

    private static func link(_ day: Int64) -> String { "\(path)?day=\(DayText.text(ofDay: day))" }

    /// From Monday on, as in ISO dates.
    private static func weeks(
        _ calendar: TaskCalendar, first: Int64, length: Int64, chosen: Int64, today: Int64, _ zone: TimeZoneRules
    ) -> [Week] {
        let load = StartLoad(of: calendar.tasks, in: window(from: first, days: length, in: zone))
        var counts = [Int](repeating: 0, count: Int(length))
        for (minute, starts) in load.starts.enumerated() where starts > 0 {
            let moment = Timestamp(seconds: load.window.start + Int64(minute) * 60)
            let place = Int(DayText.day(of: moment, in: zone) - first)
            if counts.indices.contains(place) { counts[place] += Int(starts) }
        }
        let heat = Heat(counts)
        let blank = Cell(label: "", path: nil, count: "", style: "out", isToday: false)
        // Sunday is 0.
        var cells = [Cell](repeating: blank, count: (CivilCalendar.weekday(days: first) + 6) % 7)
        for (place, count) in counts.enumerated() {
            let day = first + Int64(place)
            cells.append(
                Cell(
                    label: "\(place + 1)", path: link(day), count: Plural.text(count, "start"),
                    style: heat.style(of: count) + (day == today ? " today" : ""), isToday: day == chosen))
        }
        while !cells.count.isMultiple(of: 7) { cells.append(blank) }
        return stride(from: 0, to: cells.count, by: 7).map { Week(cells: Array(cells[$0..<$0 + 7])) }
    }

    static let template = """
        <h1>Calendar <small>{{zoneName}}</small></h1>
        {{#notices}}{{>notice}}{{/notices}}
        <div class="cols">
        <section aria-labelledby="agenda"><h2 id="agenda">{{day}} <small>{{summary}}</small></h2>
        <nav class="pages" aria-label="Days"><a href="{{previousDay}}" rel="prev">← Day before</a><a href="/calendar">Today</a>\
        <a href="{{nextDay}}" rel="next">Day after →</a></nav>
        {{#hasStarts}}<div class="scroll"><table><caption class="hidden">What starts on {{day}}</caption><thead><tr><th scope="col">When</th>\
        <th scope="col">Task</th><th scope="col" class="wide">On its own clock</th></tr></thead><tbody>
        {{#starts}}<tr><td class="when">{{#time}}{{>time}}{{/time}}</td><td class="name"><a href="{{path}}"><bdi>{{name}}</bdi></a>\
        {{#note}}<br><span class="warn">{{note}}</span>{{/note}}</td><td class="wide">{{own}}</td></tr>
        {{/starts}}</tbody></table></div>{{/hasStarts}}{{^hasStarts}}<p>Nothing starts on this day.</p>{{/hasStarts}}</section>
        <section aria-labelledby="month"><h2 id="month">{{month}}</h2>
        <nav class="pages" aria-label="Months"><a href="{{previousMonth}}">← Month before</a><a href="{{nextMonth}}">Month after →</a>\
        </nav>
        <table class="month"><caption class="hidden">Starts on each day of {{month}}</caption><thead><tr><th scope="col">Mon</th>\
        <th scope="col">Tue</th><th scope="col">Wed</th><th scope="col">Thu</th><th scope="col">Fri</th><th scope="col">Sat</th>\
        <th scope="col">Sun</th></tr></thead><tbody>
        {{#weeks}}<tr>{{#cells}}<td class="{{style}}">{{#path}}<a href="{{path}}"{{#isToday}} aria-current="date"{{/isToday}}>{{label}} \
        <small>{{count}}</small></a>{{/path}}</td>{{/cells}}</tr>
        {{/weeks}}</tbody></table></section>
        </div>

        """
}
