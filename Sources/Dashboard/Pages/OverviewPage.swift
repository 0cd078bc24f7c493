import Calendar
import Cron
import PanelService
import PanelStore
import PhoenixModel
import Reporting

/// `/`: what needs attention, what runs now, and what comes next.
struct OverviewPage {
    struct Concern {
        let path: String
        let name: String
        let standing: Mark
        let since: TimeView?
        let ago: String?
        let why: RichText
        let more: Notice.Link?
    }

    struct Start {
        let time: TimeView
        let inTime: String
        let path: String
        let name: String
        let note: String?
    }

    var concerns: [Concern] = []
    var hasConcerns = false
    let hasMore: Bool
    var runs: [RunRow] = []
    var hasRuns = false
    /// All that runs, where not all is shown.
    let allRuns: Notice.Link?
    let waiting: String?
    var starts: [Start] = []
    var hasStarts = false

    private static let limit = 12
    private static let startCount = 15
    /// Seconds that a start may be late before somebody should look: what counts as missed, by default.
    private static let grace: Int64 = 60

    static func content(_ dashboard: Dashboard, _ visit: Visit) async throws(ServiceError) -> PageContent {
        let overview = try await dashboard.services.overview(limit: limit, upcoming: startCount)
        let view = OverviewPage(overview, dashboard, visit)
        return PageContent(
            title: "Overview", html: dashboard.templates.render("overview", view), section: "/", refresh: 10)
    }

    private init(_ overview: Overview, _ dashboard: Dashboard, _ visit: Visit) {
        hasMore = overview.hasMoreUnwellTasks
        runs = overview.running.map { RunRow($0, visit) }
        hasRuns = !runs.isEmpty
        let running = max(overview.load.running, runs.count)
        allRuns =
            running == runs.count ? nil : .init(path: "/runs?result=running", label: "All \(running) that run now")
        waiting =
            overview.load.queued == 0
            ? nil
            : "\(Plural.text(overview.load.queued, "run")) \(overview.load.queued == 1 ? "waits" : "wait") for a turn."
        let services = overview.systemServices.compactMap { Self.concern($0, overview.now, visit) }
        let late = Self.lateConcern(overview, visit)
        let stuck = overview.running.filter { overview.abandonedRuns.contains($0.id) }.map { run in
            Concern(
                path: "/runs/\(run.id)", name: "Run \(run.id) of \(run.serviceName)",
                standing: Mark("▲", "stuck", "warn"),
                since: run.startedAt.map { visit.zone.moment($0) },
                ago: run.startedAt.map { Distance.text(to: $0, from: visit.now) },
                why: RichText(
                    "Whoever carries it out has not been heard of; another replica takes it over, if there is one.",
                    visit.zone),
                more: nil)
        }
        concerns =
            services + [late].compactMap(\.self) + stuck
            + overview.unwellTasks.map { Self.concern($0, dashboard, visit) }
        hasConcerns = !concerns.isEmpty
        starts = Self.starts(overview.upcoming, dashboard, visit)
        hasStarts = !starts.isEmpty
    }

    private static func concern(_ found: SystemServiceHealth, _ now: Timestamp, _ visit: Visit) -> Concern? {
        var health = ServiceHealth(status: found.service.status, detail: .system(.init()))
        health.checkedAt = found.state?.checkedAt
        guard let problem = HealthVerdict(found.service, health, now: now).problem else { return nil }
        let cause = found.issues.first.map { ": \($0.message)" } ?? ""
        return Concern(
            path: "/services/\(found.service.id)", name: found.service.fields.name,
            standing: Mark(status: found.service.status, of: .system),
            since: found.state.map { visit.zone.moment($0.since) },
            ago: found.state.map { Distance.text(to: $0.since, from: visit.now) },
            why: RichText(Notice.sentence(problem + cause), visit.zone), more: .init(path: "/health", label: "90 days"))
    }

    private static func concern(_ task: Overview.UnwellTask, _ dashboard: Dashboard, _ visit: Visit) -> Concern {
        let zone = Schedule(task.service.fields, dashboard.zones)?.zone
        let moment = task.run.map { $0.startedAt ?? $0.scheduledFor ?? $0.queuedAt } ?? task.service.lastRun
        let result = task.service.lastResult.flatMap { RunResult(rawValue: $0) } ?? .failed
        let missed = task.run?.missed.map { "\($0.count) times in a row" }
        return Concern(
            path: "/services/\(task.service.id)", name: task.service.fields.name, standing: Mark(result),
            since: moment.map { visit.zone.moment($0, of: zone) },
            ago: moment.map { Distance.text(to: $0, from: visit.now) },
            why: RichText(
                Notice.sentence([missed, task.run?.reason].compactMap(\.self).joined(separator: "; ")), visit.zone),
            more: task.run.map { .init(path: "/runs/\($0.id)", label: "run \($0.id)") })
    }

    /// Tasks whose time has come that nobody starts, or runs that nobody takes.
    private static func lateConcern(_ overview: Overview, _ visit: Visit) -> Concern? {
        let late = [overview.load.nextDue, overview.load.oldestQueued].compactMap(\.self).min()
        guard let late, overview.now.seconds - late.seconds > grace else { return nil }
        let works = overview.replicas.contains { $0.runsTasks && $0.isAlive(at: overview.now) }
        return Concern(
            path: "/health", name: "The scheduler", standing: Mark("▲", "late", "warn"),
            since: visit.zone.moment(late), ago: Distance.text(to: late, from: visit.now),
            why: RichText(
                works || overview.replicas.isEmpty
                    ? "What was due then has not been started." : "No server is running that starts tasks.",
                visit.zone), more: nil)
    }

    private static func starts(_ upcoming: [LiveObject], _ dashboard: Dashboard, _ visit: Visit) -> [Start] {
        let tasks = upcoming.compactMap { object in
            CalendarTask(object.fields.name, object.fields, zones: dashboard.zones).map { (object, $0) }
        }
        let window = CalendarWindow(from: visit.now.seconds + 60, minutes: 1_440)
        return Agenda(of: tasks.map(\.1), in: window, limit: startCount).items.map { item in
            let (object, task) = tasks[item.task]
            let moment = Timestamp(seconds: item.fire.instant)
            return Start(
                time: visit.zone.due(moment, of: task.zone), inTime: Distance.text(to: moment, from: visit.now),
                path: "/services/\(object.id)", name: object.fields.name, note: item.fire.note)
        }
    }

    static let template = """
        <h1>Overview</h1>
        <section aria-labelledby="attention"><h2 id="attention">Needs attention</h2>
        {{#hasConcerns}}<div class="scroll"><table><caption class="hidden">What needs attention</caption><thead><tr>\
        <th scope="col">What</th><th scope="col">Why</th><th scope="col">Since</th></tr></thead><tbody>
        {{#concerns}}<tr><th scope="row" class="name"><a href="{{path}}"><bdi>{{name}}</bdi></a><br>{{#standing}}{{>mark}}{{/standing}}</th>\
        <td class="why">{{#why}}{{{html}}}{{/why}}{{#more}} <a href="{{path}}">{{label}}</a>{{/more}}</td>\
        <td class="when">{{#since}}{{>time}}{{/since}}<br><small>{{ago}}</small></td></tr>
        {{/concerns}}</tbody></table></div>{{#hasMore}}<p><a href="/runs?result=not%20well">More runs that were not well</a></p>\
        {{/hasMore}}{{/hasConcerns}}
        {{^hasConcerns}}<p class="well"><span aria-hidden="true">✓</span> Nothing: no service is down, and every last run went \
        well.</p>{{/hasConcerns}}</section>
        <div class="cols">
        <section aria-labelledby="now"><h2 id="now">Runs now</h2>
        {{#hasRuns}}{{>runs}}{{/hasRuns}}{{^hasRuns}}<p>Nothing.</p>{{/hasRuns}}{{#allRuns}}<p><a href="{{path}}">{{label}}</a></p>{{/allRuns}}\
        {{#waiting}}<p>{{waiting}}</p>{{/waiting}}</section>
        <section aria-labelledby="next"><h2 id="next">Next 24 hours <small><a href="/calendar">calendar</a></small></h2>
        {{#hasStarts}}<div class="scroll"><table><caption class="hidden">The next starts</caption><thead><tr><th scope="col">When</th>\
        <th scope="col">Task</th></tr></thead><tbody>
        {{#starts}}<tr><td class="when">{{#time}}{{>time}}{{/time}}<br><small>{{inTime}}</small></td>\
        <td class="name"><a href="{{path}}"><bdi>{{name}}</bdi></a>{{#note}}<br><span class="warn">{{note}}</span>{{/note}}</td></tr>
        {{/starts}}</tbody></table></div>{{/hasStarts}}{{^hasStarts}}<p>Nothing.</p>{{/hasStarts}}</section>
        </div>

        """
}
