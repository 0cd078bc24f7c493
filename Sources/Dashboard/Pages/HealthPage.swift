import Cron
import PanelService
import PanelStore
import PhoenixModel
import Reporting

/// `/health`: the system services over 90 days, and the scheduler itself.
struct HealthPage {
    struct Day {
        let style: String
        let label: String
        let isChosen: Bool
    }

    struct Service {
        let path: String
        let name: String
        let standing: Mark
        let number: Int
        let since: TimeView?
        let checked: TimeView?
        let why: RichText?
        let days: [Day]
        /// The last seven days in words, today at the end.
        let week: [Mark]
        let summary: String
        /// The days with failures, the latest first.
        let badDays: [BadDay]
        let hasBadDays: Bool
    }

    struct BadDay {
        let date: String
        let failures: Int
        let checks: Int
    }

    struct Replica {
        let replicaName: String
        let standing: Mark
        let version: String
        let started: TimeView
        let seen: TimeView
        let skew: String
        let does: String
    }

    var services: [Service] = []
    var replicas: [Replica] = []
    let hasReplicas: Bool
    let queued: Int
    let running: Int
    let unclaimed: Mark
    let unclaimedSince: TimeView?
    let nextDue: TimeView?

    static let dayCount = 90
    fileprivate static let weekLength: Int64 = 7

    static func content(_ dashboard: Dashboard, _ visit: Visit) async throws(ServiceError) -> PageContent {
        let overview = try await dashboard.services.healthOverview(days: Int64(dayCount))
        let view = HealthPage(overview, visit)
        return PageContent(
            title: "Health", html: dashboard.templates.render("health", view), section: "/health", refresh: 30)
    }

    private init(_ overview: HealthOverview, _ visit: Visit) {
        let now = overview.now
        services = overview.systemServices.enumerated().map { Service($1, number: $0 + 1, now: now, visit) }
        replicas = overview.replicas.map { replica in
            Replica(
                replicaName: replica.name,
                standing: replica.isAlive(at: now) ? Mark("✓", "alive", "good") : Mark("■", "gone", "bad"),
                version: replica.version, started: visit.zone.moment(replica.startedAt),
                seen: visit.zone.moment(replica.lastSeen), skew: Self.skew(replica.clockSkew),
                does: replica.runsTasks ? "serves and runs tasks" : "serves alone")
        }
        hasReplicas = !replicas.isEmpty
        queued = overview.load.queued
        running = overview.load.running
        let oldest = [overview.load.nextDue, overview.load.oldestQueued].compactMap(\.self).min()
        let late = oldest.map { now.seconds - $0.seconds } ?? 0
        unclaimed =
            late > 60
            ? Mark("▲", "late by \(MomentText.span(late))", "warn") : Mark("✓", "nothing is late", "good")
        unclaimedSince = late > 60 ? oldest.map { visit.zone.moment($0) } : nil
        nextDue = overview.load.nextDue.map { visit.zone.due($0) }
    }

    /// `2s ahead`
    private static func skew(_ seconds: Int64) -> String {
        switch seconds {
        case 0: "none"
        case 1...: "\(MomentText.span(seconds)) ahead"
        default: "\(MomentText.span(-seconds)) behind"
        }
    }

    static let template = """
        <h1>Health</h1>
        <section aria-labelledby="system"><h2 id="system">System services <small>90 days, each a UTC day; the arrow keys go from day \
        to day</small></h2>
        {{#services}}<article aria-labelledby="service{{number}}">
        <h3 id="service{{number}}"><a href="{{path}}"><bdi>{{name}}</bdi></a> {{#standing}}{{>mark}}{{/standing}}</h3>
        {{#why}}<p class="why">{{{html}}}</p>{{/why}}
        <p class="soft">{{#since}}Since {{>time}}. {{/since}}{{#checked}}Last checked {{>time}}. {{/checked}}{{summary}}</p>
        <fieldset class="days"><legend class="hidden">{{name}}, day by day</legend>
        {{#days}}<input type="radio" name="s{{number}}" class="{{style}}" aria-label="{{label}}"{{#isChosen}} checked{{/isChosen}}>{{/days}}
        </fieldset>
        <p class="week">{{#week}}{{>mark}} {{/week}}</p>
        {{#hasBadDays}}<details id="bad{{number}}"><summary>Days with failed checks</summary><table><thead><tr><th scope="col">Day</th>\
        <th scope="col" class="num">Failed</th><th scope="col" class="num">Checks</th></tr></thead><tbody>
        {{#badDays}}<tr><th scope="row">{{date}}</th><td class="num">{{failures}}</td><td class="num">{{checks}}</td></tr>{{/badDays}}
        </tbody></table></details>{{/hasBadDays}}
        </article>{{/services}}</section>
        <section aria-labelledby="scheduler"><h2 id="scheduler">The scheduler</h2>
        <dl class="facts"><dt>Unclaimed</dt><dd>{{#unclaimed}}{{>mark}}{{/unclaimed}}{{#unclaimedSince}}, since {{>time}}\
        {{/unclaimedSince}}</dd><dt>Next due</dt><dd>{{#nextDue}}{{>time}}{{/nextDue}}{{^nextDue}}nothing{{/nextDue}}</dd>\
        <dt>Runs under way</dt><dd>{{running}}</dd><dt>Runs that wait</dt><dd>{{queued}}</dd></dl>
        {{#hasReplicas}}<div class="scroll" tabindex="0" role="region" aria-label="Table of replicas"><table><caption>Replicas: the servers of this store</caption><thead><tr><th scope="col">Name\
        </th><th scope="col">State</th><th scope="col">Last seen</th><th scope="col">Clock skew</th><th scope="col" class="wide">Does</th>\
        <th scope="col" class="wide">Started</th><th scope="col" class="wide">Version</th></tr></thead><tbody>
        {{#replicas}}<tr><th scope="row" class="name">{{replicaName}}</th><td>{{#standing}}{{>mark}}{{/standing}}</td>\
        <td class="when">{{#seen}}{{>time}}{{/seen}}</td><td>{{skew}}</td><td class="wide">{{does}}</td>\
        <td class="when wide">{{#started}}{{>time}}{{/started}}</td><td class="wide">{{version}}</td></tr>
        {{/replicas}}</tbody></table></div>{{/hasReplicas}}
        {{^hasReplicas}}<p>No server has said that it runs tasks.</p>{{/hasReplicas}}</section>

        """
}

extension HealthPage.Service {
    fileprivate init(_ found: SystemServiceHealth, number: Int, now: Timestamp, _ visit: Visit) {
        var health = ServiceHealth(status: found.service.status, detail: .system(.init()))
        health.checkedAt = found.state?.checkedAt
        let problem = HealthVerdict(found.service, health, now: now).problem
        let cause = found.issues.first.map { ": \($0.message)" } ?? ""
        path = "/services/\(found.service.id)"
        name = found.service.fields.name
        standing = Mark(status: found.service.status, of: .system)
        self.number = number
        since = found.state.map { visit.zone.moment($0.since) }
        checked = found.state.map { visit.zone.moment($0.checkedAt) }
        why = problem.map { RichText(Notice.sentence($0 + cause), visit.zone) }
        let today = ProbeDay.day(of: now)
        let known = Dictionary(found.days.map { ($0.day, $0) }) { first, _ in first }
        days = (today - Int64(HealthPage.dayCount) + 1...today).map { day in
            HealthPage.Day(day, known[day], isChosen: day == today)
        }
        week = (today - HealthPage.weekLength + 1...today).map { day in
            let name = day == today ? "today" : DayText.weekdays[CivilCalendar.weekday(days: day)]
            return DayStanding(known[day]).mark(of: name)
        }
        let checks = found.days.reduce(0) { $0 + $1.checks }
        let failures = found.days.reduce(0) { $0 + $1.failures }
        summary =
            checks == 0
            ? "It has not been checked."
            // Rounded down: what failed once is not at 100 %.
            : "\(NumberText.text(Double((checks - failures) * 10_000 / checks) / 100)) % of "
                + "\(Plural.text(checks, "check")) in 90 days went well."
        badDays = found.days.reversed().filter { $0.failures > 0 }.map {
            HealthPage.BadDay(date: DayText.textWithWeekday(ofDay: $0.day), failures: $0.failures, checks: $0.checks)
        }
        hasBadDays = !badDays.isEmpty
    }
}

extension HealthPage.Day {
    fileprivate init(_ day: Int64, _ found: ProbeDay?, isChosen: Bool) {
        let standing = DayStanding(found)
        self.init(
            style: standing.style, label: "\(DayText.textWithWeekday(ofDay: day)): \(standing.sentence)",
            isChosen: isChosen)
    }
}
