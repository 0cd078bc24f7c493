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
    /// What begins behind those that are shown, and all that starts in the last minute that is.
    var later: Notice.Link?
    var crowd: Notice.Link?
    var beginning: Notice.Link?
    var isPart = false
    var weeks: [Week] = []
    let month: String
    let previousDay: String
    let nextDay: String
    let previousMonth: String
    let nextMonth: String

    private static let path = "/calendar"

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
        let wholeDay = window(from: day, days: 1, in: zone)
        var shown = wholeDay
        if let text = query["from"], notices.isEmpty {
            if let start = Int64(text), (wholeDay.start..<wholeDay.end).contains(start) {
                shown = CalendarWindow(from: start, minutes: Int((wholeDay.end - start + 59) / 60))
            } else {
                notices.append(Notice("That is no time of this day. This is the whole day."))
            }
        }
        let calendar = try await dashboard.calendars.calendar(at: visit.now)
        let month = Month(of: day)
        let load = await calendar.load(in: window(from: month.first, days: month.length, in: zone))
        let agenda = await calendar.agenda(in: shown)
        var view = CalendarPage(
            calendar, agenda, month.counts(load, zone), in: month, day: day, today: today, zone, visit)
        view.notices = notices
        if shown != wholeDay { view.beginning = .init(path: view.dayPath, label: "From the beginning of the day") }
        view.isPart = view.beginning != nil || view.later != nil
        return PageContent(
            title: "Calendar", html: dashboard.templates.render("calendar", view),
            status: notices.isEmpty ? 200 : 400, section: path)
    }

    /// The days of a month, counted from 1970-01-01.
    private struct Month {
        let first: Int64
        let length: Int64

        /// The month of a day.
        init(of day: Int64) {
            let date = CivilCalendar.date(days: day)
            first = CivilCalendar.days(year: date.year, month: date.month, day: 1)
            length = Int64(CivilCalendar.daysInMonth(year: date.year, month: date.month))
        }

        /// The starts of each day.
        func counts(_ load: StartLoad, _ zone: TimeZoneRules) -> [Int] {
            var counts = [Int](repeating: 0, count: Int(length))
            for (minute, starts) in load.starts.enumerated() where starts > 0 {
                let moment = Timestamp(seconds: load.window.start + Int64(minute) * 60)
                let place = Int(DayText.day(of: moment, in: zone) - first)
                if counts.indices.contains(place) { counts[place] += Int(starts) }
            }
            return counts
        }
    }

    private init(
        _ calendar: TaskCalendar, _ agenda: Agenda, _ counts: [Int], in month: Month, day: Int64, today: Int64,
        _ zone: TimeZoneRules, _ visit: Visit
    ) {
        self.day = DayText.text(ofDay: day)
        zoneName = zone.name
        summary =
            "\(Plural.text(counts[Int(day - month.first)], "start")) of "
            + Plural.text(calendar.tasks.count, "task")
        var items = agenda.items[...]
        if agenda.isCut, let last = items.last?.fire.instant {
            let isOneMinute = items.first?.fire.instant == last
            // A minute is shown with all of its starts, if they fit.
            if !isOneMinute { items = items.prefix { $0.fire.instant < last } }
            if isOneMinute {
                crowd = .init(path: "/load?minute=\(last)#closer", label: "All that starts in this minute")
            }
            let next = isOneMinute ? last + 60 : last
            if next < DayText.start(ofDay: day + 1, in: zone).seconds {
                later = .init(path: "\(Self.link(day))&from=\(next)", label: "Later on this day")
            }
        }
        starts = items.map { item in
            let task = calendar.tasks[item.task]
            return Start(
                time: visit.zone.due(Timestamp(seconds: item.fire.instant), of: task.zone),
                path: "/services/\(calendar.ids[item.task])", name: task.name,
                own: task.zone == zone ? nil : "\(item.fire.wallTime.clock) \(task.zone.name)", note: item.fire.note)
        }
        hasStarts = !starts.isEmpty
        self.month = String(self.day.prefix(7))
        dayPath = Self.link(day)
        previousDay = Self.link(day - 1)
        nextDay = Self.link(day + 1)
        previousMonth = Self.link(month.first - 1)
        nextMonth = Self.link(month.first + month.length)
        weeks = Self.weeks(counts, first: month.first, chosen: day, today: today)
    }

    private static func window(from day: Int64, days: Int64, in zone: TimeZoneRules) -> CalendarWindow {
        let start = DayText.start(ofDay: day, in: zone).seconds
        let end = DayText.start(ofDay: day + days, in: zone).seconds
        return CalendarWindow(from: start, minutes: Int((end - start) / 60))
    }

    private static func link(_ day: Int64) -> String { "\(path)?day=\(DayText.text(ofDay: day))" }

    /// From Monday on, as in ISO dates.
    private static func weeks(_ counts: [Int], first: Int64, chosen: Int64, today: Int64) -> [Week] {
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
        {{/starts}}</tbody></table></div>{{#crowd}}<p><a href="{{path}}">{{label}}</a></p>{{/crowd}}{{/hasStarts}}\
        {{#isPart}}<nav class="pages" aria-label="Times of the day">{{#beginning}}<a href="{{path}}">← {{label}}</a>{{/beginning}}\
        {{#later}}<a href="{{path}}" rel="next">{{label}} →</a>{{/later}}</nav>{{/isPart}}{{^hasStarts}}<p>Nothing starts {{#beginning}}any more {{/beginning}}on this day.</p>{{/hasStarts}}</section>
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
