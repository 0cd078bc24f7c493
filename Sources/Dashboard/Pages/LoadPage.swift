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

    struct Node {
        /// nil for the tasks whose nodes are not known.
        let nodeName: String?
        let nodeTasks: Int
        let nodeStarts: Int
        let most: Int
        let worstPath: String?
        let worstTime: TimeView?
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
    var nodes: [Node] = []
    let hasNodes: Bool
    /// How many nodes are not shown.
    let moreNodes: String?
    /// What was chosen to look at more closely: an hour of the week, or a minute.
    var closer: String?
    var closerTime: TimeView?
    var minutes: [Minute] = []
    var tasks: [Task] = []
    /// Which of the tasks of a minute are shown, where not all are.
    var stretch: String?
    var previous: Notice.Link?
    var following: Notice.Link?
    var hasMinutes = false
    var hasTasks = false
    var hasAdvice = false
    var advice: String?
    var patch: String?

    private static let path = "/load"
    private static let worstCount = 10
    private static let mostNodes = 50
    /// Tasks of a minute on one page.
    private static let perPage = 100
    /// Tasks of the worst minutes that advice may move, and by how many minutes.
    private static let mostMovable = 60
    private static let distance = 30

    static func content(_ dashboard: Dashboard, _ visit: Visit) async throws(ServiceError) -> PageContent {
        let query = Query(visit.parameters)
        let calendar = try await dashboard.calendars.calendar(at: visit.now)
        let zone = visit.zone.clock(nil)
        // The next full minute, like the command: what has begun is not counted.
        let window = CalendarWindow(from: visit.now.seconds + 59, minutes: 7 * 1_440)
        let load = await calendar.load(in: window)
        var view = LoadPage(calendar, load, await calendar.nodeLoad(in: window), zone, visit)
        view.look(closerAt: query, calendar, load, zone, visit)
        if query["advise"] == "1" { view.advise(calendar, load) }
        return PageContent(
            title: "Load", html: dashboard.templates.render("load", view), status: view.notices.isEmpty ? 200 : 400,
            section: path)
    }

    private init(
        _ calendar: TaskCalendar, _ load: StartLoad, _ nodeLoad: NodeLoad, _ zone: TimeZoneRules, _ visit: Visit
    ) {
        zoneName = zone.name
        summary = "\(Plural.text(load.total, "start")) of \(Plural.text(calendar.tasks.count, "task"))"
        peak = "At most \(Plural.text(load.peak, "start")) in one minute."
        hasDurations = calendar.hasDurations
        hasStarts = load.total > 0
        let minutes = Heat(load.starts.lazy.map(Int.init))
        worst = load.worst(Self.worstCount).map { Self.minute($0, calendar, minutes, visit) }
        nodes = nodeLoad.nodes.prefix(Self.mostNodes).map { node in
            Node(
                nodeName: node.name, nodeTasks: node.tasks, nodeStarts: node.starts, most: node.worst?.starts ?? 0,
                worstPath: node.worst.map { Self.path(toMinute: $0.instant) },
                worstTime: node.worst.map { visit.zone.due(Timestamp(seconds: $0.instant)) })
        }
        hasNodes = !nodes.isEmpty
        let hidden = nodeLoad.nodes.count - nodes.count
        moreNodes = hidden == 0 ? nil : "\(Plural.text(hidden, "more node"))"
        let table = load.byHour(in: zone)
        let heat = Heat(table.joined())
        // A week begins on Monday here, as in ISO dates.
        days = [1, 2, 3, 4, 5, 6, 0].map { weekday in
            Day(
                label: String(DayText.weekdays[weekday].prefix(3)),
                hours: table[weekday].enumerated().map { hour, count in
                    Hour(
                        path: count == 0 ? nil : "\(Self.path)?day=\(weekday)&hour=\(hour)#closer", count: count,
                        style: heat.style(of: count), label: "\(DayText.weekdays[weekday]) \(hour):00")
                })
        }
    }

    private static func minute(
        _ minute: StartLoad.Minute, _ calendar: TaskCalendar, _ heat: Heat, _ visit: Visit
    ) -> Minute {
        let names = Collision(at: minute.instant, of: calendar.tasks).tasks.map { calendar.tasks[$0].name }
        return Minute(
            time: visit.zone.due(Timestamp(seconds: minute.instant)), path: path(toMinute: minute.instant),
            starts: minute.starts, work: calendar.hasDurations ? MomentText.span(minute.weight) : nil,
            names: NameList.text(names, limit: 3), style: heat.style(of: minute.starts))
    }

    private static func path(toMinute instant: Int64) -> String { "\(path)?minute=\(instant)#closer" }

    private mutating func look(
        closerAt query: Query, _ calendar: TaskCalendar, _ load: StartLoad, _ zone: TimeZoneRules, _ visit: Visit
    ) {
        if let text = query["minute"] {
            guard let instant = Int64(text), instant.magnitude < 1 << 40 else { return refuse("minute") }
            let start = CalendarWindow(from: instant, minutes: 1).start
            let found = Collision(at: start, of: calendar.tasks).tasks
            let pages = max(1, (found.count + Self.perPage - 1) / Self.perPage)
            guard let page = Int(query["page"] ?? "1"), (1...pages).contains(page) else { return refuse("page") }
            closer = "\(Plural.text(found.count, "start")) at "
            closerTime = visit.zone.due(Timestamp(seconds: start))
            let shown = found.dropFirst((page - 1) * Self.perPage).prefix(Self.perPage)
            if pages > 1 { stretch = "\(shown.startIndex + 1) to \(shown.endIndex) of \(found.count)" }
            func link(_ page: Int, _ label: String) -> Notice.Link {
                Notice.Link(path: query.link(Self.path, "page", String(page)) + "#closer", label: label)
            }
            if page > 1 { previous = link(page - 1, "Tasks before") }
            if page < pages { following = link(page + 1, "\(found.count - shown.endIndex) more") }
            tasks = shown.map { index in
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
                "\(Plural.text(chosen.reduce(0) { $0 + $1.starts }, "start")) on \(DayText.weekdays[day]) "
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
        <section aria-labelledby="nodes"><h2 id="nodes">Nodes</h2>
        {{#hasNodes}}<div class="scroll"><table><caption class="hidden">Starts on each node, the one with the worst minute first</caption>\
        <thead><tr><th scope="col">Node</th><th scope="col" class="num">Tasks</th><th scope="col" class="num">Starts</th>\
        <th scope="col" class="num">At most</th><th scope="col">Worst minute</th></tr></thead><tbody>
        {{#nodes}}<tr><th scope="row" class="name">{{#nodeName}}<bdi>{{nodeName}}</bdi>{{/nodeName}}{{^nodeName}}<i>not known</i>{{/nodeName}}</th>\
        <td class="num">{{nodeTasks}}</td><td class="num">{{nodeStarts}}</td><td class="num">{{most}}</td>\
        <td class="when">{{#worstPath}}<a href="{{worstPath}}">{{#worstTime}}{{>time}}{{/worstTime}}</a>{{/worstPath}}</td></tr>
        {{/nodes}}</tbody></table></div>{{#moreNodes}}<p>{{moreNodes}}: <code>phoenix calendar --load</code> shows all.</p>{{/moreNodes}}\
        {{/hasNodes}}
        {{^hasNodes}}<p>It is not known which nodes the tasks work on: that is known of tasks whose servers are chosen by \
        <code>node:NAME</code>, and of those that have run.</p>{{/hasNodes}}</section>
        {{#closer}}<section aria-labelledby="closer"><h2 id="closer">{{closer}}{{#closerTime}}{{>time}}{{/closerTime}}</h2>
        {{#hasMinutes}}<div class="scroll"><table><caption class="hidden">The minutes of the hour</caption><thead><tr><th scope="col">Minute\
        </th><th scope="col" class="num">Starts</th>{{#hasDurations}}<th scope="col" class="num">Work</th>{{/hasDurations}}<th scope="col" \
        class="wide">Tasks</th></tr></thead><tbody>{{#minutes}}{{>minute}}{{/minutes}}</tbody></table></div>{{/hasMinutes}}
        {{#hasTasks}}<div class="scroll"><table><caption class="hidden">What starts in the minute</caption><thead><tr><th scope="col">Task\
        </th><th scope="col">Schedule</th><th scope="col">Zone</th></tr></thead><tbody>
        {{#tasks}}<tr><th scope="row" class="name"><a href="{{path}}"><bdi>{{name}}</bdi></a></th><td><code>{{schedule}}</code></td>\
        <td>{{zone}}</td></tr>{{/tasks}}</tbody></table></div>\
        {{#stretch}}<nav class="pages" aria-label="Pages of the tasks">{{#previous}}<a href="{{path}}" rel="prev">← {{label}}</a>\
        {{/previous}}<span>{{stretch}}</span>{{#following}}<a href="{{path}}" rel="next">{{label}} →</a>{{/following}}</nav>\
        {{/stretch}}{{/hasTasks}}</section>{{/closer}}

        """

    static let minuteTemplate = """
        <tr><th scope="row" class="when"><a href="{{path}}">{{#time}}{{>time}}{{/time}}</a></th><td class="num {{style}}">{{starts}}</td>\
        {{#work}}<td class="num">{{work}}</td>{{/work}}<td class="wide name">{{names}}</td></tr>
        """
}
