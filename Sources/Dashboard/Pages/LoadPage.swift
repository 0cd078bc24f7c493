import Calendar
import Cron
import PanelService
import PhoenixModel
import Reporting

/// `/load`: when starts pile up, and what would spread them. The numbers are those of `phoenix calendar --load`.
struct LoadPage {
    struct Minute {
        let time: TimeView
        let path: String
        let starts: Int
        let work: String?
        let names: String
        let style: String
    }

    struct Hour {
        let path: String?
        let count: Int
        let style: String
        let label: String
    }

    struct Day {
        let label: String
        let hours: [Hour]
    }

    struct Task {
        let path: String
        let name: String
        let schedule: String
        let zone: String
    }

    let zoneName: String
    let summary: String
    let peak: String
    var notices: [Notice] = []
    let hasDurations: Bool
    var worst: [Minute] = []
    var hasStarts = false
    let hourNumbers = Array(0..<24)
    var days: [Day] = []
    /// What was chosen to look at more closely: an hour of the week, or a minute.
    var closer: String?
    var closerTime: TimeView?
    var minutes: [Minute] = []
    var tasks: [Task] = []
    var hasMinutes = false
    var hasTasks = false
    var hasAdvice = false
    var advice: String?
    var patch: String?

    private static let path = "/load"
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let worstCount = 10
    /// Tasks of the worst minutes that advice may move, and by how many minutes.
    private static let mostMovable = 60
    private static let distance = 30

    static func content(_ dashboard: Dashboard, _ visit: Visit) async throws(ServiceError) -> PageContent {
        let query = Query(visit.parameters)
        let calendar = try await TaskCalendar(dashboard)
        let zone = visit.zone.clock(nil)
        // The next full minute, like the command: what has begun is not counted.
        let window = CalendarWindow(from: visit.now.seconds + 59, minutes: 7 * 1_440)
        let load = StartLoad(of: calendar.tasks, in: window)
        var view = LoadPage(calendar, load, zone, visit)
        view.look(closerAt: query, calendar, load, zone, visit)
        if query["advise"] == "1" { view.advise(calendar, load) }
        return PageContent(
            title: "Load", html: dashboard.templates.render("load", view), status: view.notices.isEmpty ? 200 : 400,
            section: path)
    }

    private init(_ calendar: TaskCalendar, _ load: StartLoad, _ zone: TimeZoneRules, _ visit: Visit) {
        zoneName = zone.name
        summary = "\(Plural.text(load.total, "start")) of \(Plural.text(calendar.tasks.count, "task"))"
        peak = "At most \(Plural.text(load.peak, "start")) in one minute."
        hasDurations = calendar.hasDurations
        hasStarts = load.total > 0
        let minutes = Heat(load.starts.lazy.map(Int.init))
        worst = load.worst(Self.worstCount).map { Self.minute($0, calendar, minutes, visit) }
        let table = load.byHour(in: zone)
        let heat = Heat(table.joined())
        // A week begins on Monday here, as in ISO dates.
        days = [1, 2, 3, 4, 5, 6, 0].map { weekday in
            Day(
                label: String(Self.weekdays[weekday].prefix(3)),
                hours: table[weekday].enumerated().map { hour, count in
                    Hour(
                        path: count == 0 ? nil : "\(Self.path)?day=\(weekday)&hour=\(hour)#closer", count: count,
                        style: heat.style(of: count), label: "\(Self.weekdays[weekday]) \(hour):00")
                })
        }
    }

    private static func minute(
        _ minute: StartLoad.Minute, _ calendar: TaskCalendar, _ heat: Heat, _ visit: Visit
    ) -> Minute {
        let names = Collision(at: minute.instant, of: calendar.tasks).tasks.map { calendar.tasks[$0].name }
        return Minute(
            time: visit.zone.due(Timestamp(seconds: minute.instant)), path: "\(path)?minute=\(minute.instant)#closer",
            starts: minute.starts, work: calendar.hasDurations ? MomentText.span(minute.weight) : nil,
            names: NameList.text(names, limit: 3), style: heat.style(of: minute.starts))
    }

    private mutating func look(
        closerAt query: Query, _ calendar: TaskCalendar, _ load: StartLoad, _ zone: TimeZoneRules, _ visit: Visit
    ) {
        if let text = query["minute"] {
            guard let instant = Int64(text), instant.magnitude < 1 << 40 else { return refuse("minute") }
            let start = CalendarWindow(from: instant, minutes: 1).start
            let found = Collision(at: start, of: calendar.tasks).tasks
            closer = "\(Plural.text(found.count, "start")) at "
            closerTime = visit.zone.due(Timestamp(seconds: start))
            tasks = found.prefix(500).map { index in
                let task = calendar.tasks[index]
                return Task(
                    path: "/services/\(calendar.ids[index])", name: task.name, schedule: task.expression.canonical,
                    zone: task.zone.name)
            }
            hasTasks = true
        } else if query["day"] != nil || query["hour"] != nil {
            guard let day = query["day"].flatMap({ Int($0) }), (0...6).contains(day),
                let hour = query["hour"].flatMap({ Int($0) }), (0...23).contains(hour)
            else { return refuse("hour") }
            let chosen = load.minutes(above: 0).filter { minute in
                load.window.place(of: minute.instant, in: zone) == (day, hour)
            }
            closer =
                "\(Plural.text(chosen.reduce(0) { $0 + $1.starts }, "start")) on \(Self.weekdays[day]) "
                + "from \(hour):00 to \(hour):59"
            let heat = Heat(load.starts.lazy.map(Int.init))
            minutes = chosen.map { Self.minute($0, calendar, heat, visit) }
            hasMinutes = true
        }
    }

    private mutating func refuse(_ what: String) {
        notices = [
            Notice("There is no such \(what).", links: [.init(path: Self.path, label: "Show the load of the week")])
        ]
    }

    /// Other minutes for tasks of the worst minutes, as a patch of their schedules.
    private mutating func advise(_ calendar: TaskCalendar, _ load: StartLoad) {
        var movable = calendar.tasks
        var chosen = 0
        for minute in load.worst(Self.worstCount) {
            for index in Collision(at: minute.instant, of: movable).tasks
            where movable[index].freedom == .fixed && chosen < Self.mostMovable {
                movable[index].freedom = .within(minutes: Self.distance)
                chosen += 1
            }
        }
        let found = Advice(for: movable, in: load.window)
        hasAdvice = true
        guard !found.moves.isEmpty else {
            advice =
                "Moving the tasks of the worst minutes by up to \(Self.distance) minutes would not lower the peak of "
                + "\(Plural.text(found.peakBefore, "start"))."
            return
        }
        advice =
            "At most \(Plural.text(found.peakBefore, "start")) in one minute now; \(found.peakAfter) after "
            + "\(Plural.text(found.moves.count, "move")). Change the schedules where they are written: in the manifests, "
            + "where git manages the task."
        patch = found.moves.map { move in
            let task = calendar.tasks[move.task]
            let rest = task.expression.canonical.drop { $0 != " " }
            return """
                # \(task.name)
                -schedule: "\(task.expression.canonical)"
                +schedule: "\(move.to)\(rest)"

                """
        }.joined()
    }

    static let template = """
        <h1>Load <small>the next 7 days, {{zoneName}}: {{summary}}</small></h1>
        {{#notices}}{{>notice}}{{/notices}}
        <p>{{peak}}</p>
        {{#hasStarts}}
        <section aria-labelledby="worst"><h2 id="worst">Worst minutes</h2>
        <div class="scroll"><table><caption class="hidden">The minutes with the most starts</caption><thead><tr><th scope="col">Minute</th>\
        <th scope="col" class="num">Starts</th>{{#hasDurations}}<th scope="col" class="num">Work</th>{{/hasDurations}}<th scope="col" \
        class="wide">Tasks</th></tr></thead><tbody>
        {{#worst}}{{>minute}}{{/worst}}</tbody></table></div>
        <form method="get" action="/load#advice" class="line"><input type="hidden" name="advise" value="1"><button>Propose other \
        minutes</button></form></section>
        {{#hasAdvice}}<section aria-labelledby="advice"><h2 id="advice">Advice</h2><p>{{advice}}</p>{{#patch}}<pre tabindex="0" \
        role="region" aria-label="The patch of the schedules">{{patch}}</pre>{{/patch}}</section>{{/hasAdvice}}
        <section aria-labelledby="week"><h2 id="week">Hours of the week</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Table of starts by day and hour"><table class="heat"><caption class="hidden">Starts by day and \
        hour</caption><thead><tr><th scope="col">Day</th>{{#hourNumbers}}<th scope="col">{{.}}</th>{{/hourNumbers}}</tr></thead><tbody>
        {{#days}}<tr><th scope="row">{{label}}</th>{{#hours}}<td class="{{style}}">{{#path}}<a href="{{path}}" aria-label="{{label}}: \
        {{count}}">{{count}}</a>{{/path}}{{^path}}0{{/path}}</td>{{/hours}}</tr>
        {{/days}}</tbody></table></div></section>
        {{/hasStarts}}
        {{^hasStarts}}<p>Nothing starts in this time.</p>{{/hasStarts}}
        {{#closer}}<section aria-labelledby="closer"><h2 id="closer">{{closer}}{{#closerTime}}{{>time}}{{/closerTime}}</h2>
        {{#hasMinutes}}<div class="scroll"><table><caption class="hidden">The minutes of the hour</caption><thead><tr><th scope="col">Minute\
        </th><th scope="col" class="num">Starts</th>{{#hasDurations}}<th scope="col" class="num">Work</th>{{/hasDurations}}<th scope="col" \
        class="wide">Tasks</th></tr></thead><tbody>{{#minutes}}{{>minute}}{{/minutes}}</tbody></table></div>{{/hasMinutes}}
        {{#hasTasks}}<div class="scroll"><table><caption class="hidden">What starts in the minute</caption><thead><tr><th scope="col">Task\
        </th><th scope="col">Schedule</th><th scope="col">Zone</th></tr></thead><tbody>
        {{#tasks}}<tr><th scope="row" class="name"><a href="{{path}}"><bdi>{{name}}</bdi></a></th><td><code>{{schedule}}</code></td>\
        <td>{{zone}}</td></tr>{{/tasks}}</tbody></table></div>{{/hasTasks}}</section>{{/closer}}

        """

    static let minuteTemplate = """
        <tr><th scope="row" class="when"><a href="{{path}}">{{#time}}{{>time}}{{/time}}</a></th><td class="num {{style}}">{{starts}}</td>\
        {{#work}}<td class="num">{{work}}</td>{{/work}}<td class="wide name">{{names}}</td></tr>
        """
}
