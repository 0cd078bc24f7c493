import Cron
import PanelService
import PanelStore
import PhoenixModel
import Reporting
import ServicesAPI

/// `/services/{id}`: one service, when it runs, how it went, and what can be done with it.
struct ServicePage {
    struct Fact {
        let term: String
        let fact: RichText
    }

    struct Button {
        let path: String
        let label: String
        let style: String
        /// Of one page: however often its button is pressed, it starts one run.
        var once: String?
    }

    struct Fire {
        let time: TimeView
        let inTime: String
        let note: String?
    }

    struct Related {
        let path: String
        let name: String
        let status: Mark?
    }

    let id: String
    let name: String
    let status: Mark
    let sentence: String?
    let schedule: String?
    let zoneClock: TimeView?
    let about: String?
    let owner: String?
    var notices: [Notice] = []
    var buttons: [Button] = []
    var fires: [Fire] = []
    var unfinished: [RunRow] = []
    var runs: [RunRow] = []
    let hasRuns: Bool
    var hasDependencies = false
    var hasDependents = false
    let isTask: Bool
    var facts: [Fact] = []
    var dependencies: [Related] = []
    var dependents: [Related] = []
    /// Which of the dependents are shown, where not all are.
    var stretch: String?
    var previous: Notice.Link?
    var following: Notice.Link?
    var issues: [IssueRow] = []
    var hasIssues = false
    let outcomes: OutcomeRow?

    static let runCount = 20
    private static let fireCount = 10
    private static let dependentCount = 50

    static func content(_ dashboard: Dashboard, _ visit: Visit, id: String) async throws(ServiceError) -> PageContent {
        let story = try await dashboard.services.serviceStory(id: id, runs: runCount)
        var view = ServicePage(story, dashboard, visit)
        try view.show(story.dependents, Query(visit.parameters))
        return PageContent(
            title: story.service.fields.name, html: dashboard.templates.render("service", view),
            section: "/services", refresh: 10)
    }

    private init(_ story: ServiceStory, _ dashboard: Dashboard, _ visit: Visit) {
        let service = story.service
        let schedule = Schedule(service.fields, dashboard.zones)
        let isEnabled = service.fields.enabled != false
        id = service.id
        name = service.fields.name
        status = Mark(status: service.status, of: service.kind)
        isTask = service.kind == .scheduled
        sentence = schedule?.sentence
        self.schedule = service.fields.schedule
        zoneClock = schedule.map { ZoneChoice.task.due(visit.now, of: $0.zone) }
        about = service.fields.description.flatMap { $0.isEmpty ? nil : $0 }
        switch service.ownership {
        case .owned(let ownership):
            owner = "Managed by git as \(ownership.project)/\(ownership.key): edits show as drift there."
        case .unreadable(let damage):
            owner = "Managed by git, but the line that says so cannot be read: \(damage.reason)."
        case .none: owner = nil
        }
        if let problem = HealthVerdict(service, story.health, now: visit.now).problem {
            var notice = Notice(Notice.sentence(problem), details: [Self.why(story)].compactMap(\.self), visit.zone)
            notice.tone = service.status == "stopped" || service.lastResult == "failed" ? "bad" : "warn"
            notice.role = "status"
            notices = [notice]
        }
        if isEnabled, let schedule {
            fires = schedule.expression.fires(after: visit.now.seconds, in: schedule.zone, count: Self.fireCount).map {
                let moment = Timestamp(seconds: $0.instant)
                return Fire(
                    time: visit.zone.due(moment, of: schedule.zone), inTime: Distance.text(to: moment, from: visit.now),
                    note: $0.note)
            }
        }
        unfinished = story.unfinished.map { RunRow($0, visit, zone: schedule?.zone) }
        runs = story.runs.map { RunRow($0, visit, zone: schedule?.zone) }
        hasRuns = !runs.isEmpty
        outcomes = OutcomeRow(story.runs.map { RunOutcome($0.state, $0.result) })
        issues = story.health.issues.map { IssueRow($0, visit) }
        dependencies = story.health.dependencies.map { dependency in
            let kind: ObjectKind = ["scheduled"].contains(dependency.status) ? .scheduled : .system
            return Related(
                path: "/services/\(dependency.id)", name: dependency.name,
                status: Mark(status: dependency.status, of: kind))
        }
        hasIssues = !issues.isEmpty
        hasDependencies = !dependencies.isEmpty
        hasDependents = !story.dependents.isEmpty
        facts = facts(story, visit)
        buttons = Self.buttons(story, isEnabled, visit)
    }

    /// The part of what depends on it that the address asks for: all tasks may depend on one service.
    private mutating func show(_ all: [ServiceReference], _ query: Query) throws(ServiceError) {
        let name = "dependents"
        let pages = max(1, (all.count + Self.dependentCount - 1) / Self.dependentCount)
        guard let asked = Int(query[name] ?? "1"), asked > 0 else {
            throw .refused([.parameter(name, "must be the number of a page")])
        }
        let page = min(asked, pages)
        let shown = all.dropFirst((page - 1) * Self.dependentCount).prefix(Self.dependentCount)
        dependents = shown.map { Related(path: "/services/\($0.id)", name: $0.name, status: nil) }
        guard pages > 1 else { return }
        stretch = "\(shown.startIndex + 1) to \(shown.endIndex) of \(all.count)"
        func link(_ page: Int, _ label: String) -> Notice.Link {
            Notice.Link(path: query.link("/services/\(id)", name, String(page)) + "#dependents", label: label)
        }
        if page > 1 { previous = link(page - 1, "Those before") }
        if page < pages { following = link(page + 1, "\(all.count - shown.endIndex) more") }
    }

    /// Why the last time did not run, or did not go well.
    private static func why(_ story: ServiceStory) -> String? {
        let last = story.runs.first { $0.result?.isUnwell ?? false }
        return last?.reason.map(Notice.sentence)
    }

    private static func buttons(_ story: ServiceStory, _ isEnabled: Bool, _ visit: Visit) -> [Button] {
        guard let visitor = visit.visitor else { return [] }
        let path = "/services/\(story.service.id)"
        var buttons: [Button] = []
        if story.service.kind == .scheduled, visitor.may(.startRun) {
            let once = "\(visit.now.seconds)-\(UInt64.random(in: .min ... .max))"
            buttons.append(Button(path: "\(path)/run", label: "Run now", style: "main", once: once))
        }
        if visitor.may(.stopRun) {
            for run in story.unfinished {
                buttons.append(Button(path: "/runs/\(run.id)/stop", label: "Stop run \(run.id)", style: ""))
            }
        }
        if visitor.may(.updateService), isEnabled ? story.service.isCritical != true : true {
            let (word, label) = isEnabled ? ("disable", "Disable") : ("enable", "Enable")
            buttons.append(Button(path: "\(path)/\(word)", label: label, style: ""))
        }
        return buttons
    }

    private func facts(_ story: ServiceStory, _ visit: Visit) -> [Fact] {
        let health = story.health
        var facts: [(String, String?)] = []
        switch health.detail {
        case .scheduled(let history):
            let counts = RunResult.allCases.compactMap { result in
                history.counts[result].flatMap { $0 == 0 ? nil : "\($0) \(result.rawValue)" }
            }
            facts += [
                ("Last 100 runs", counts.isEmpty ? "none yet" : counts.joined(separator: ", ")),
                (
                    "Failures in a row",
                    history.consecutiveFailures == 0 ? nil : String(history.consecutiveFailures)
                ),
                ("Takes", Self.measure(history.duration)), ("Starts late by", Self.measure(history.lateness)),
                ("Does", story.service.fields.task.flatMap(Self.work)),
                ("While another run is under way", Self.overlap[story.service.fields.overlap ?? "skip"]),
                (
                    "A time that was missed",
                    story.service.fields.misfire == "run_once" ? "is made up for once" : "is recorded, and left out"
                ),
            ]
        case .system(let performance):
            facts += [
                ("Checked", health.checkedAt.map { MomentText.moment($0) }),
                (
                    "Up",
                    health.uptime.seconds.map { seconds in
                        MomentText.span(seconds)
                            + (health.uptime.since.map { ", since \(MomentText.moment($0))" } ?? "")
                    }
                ),
                (
                    "Answers within",
                    performance.latency.last.map {
                        "\(NumberText.text($0)) ms, on average \(NumberText.text(performance.latency.average)) ms, at most "
                            + "\(NumberText.text(performance.latency.p95)) ms in 95 % of checks"
                    }
                ),
                (
                    "Available",
                    performance.availability.map {
                        "\(NumberText.text($0 * 100)) % of \(Plural.text(performance.checks, "check")) in "
                            + MomentText.span(performance.windowSeconds)
                    }
                ),
            ]
        }
        let resources = health.resources.map { "\($0.name) \(NumberText.text($0.amount))" }.joined(separator: ", ")
        facts.append(("Resources", resources.isEmpty ? nil : resources))
        return facts.compactMap { term, text in text.map { Fact(term: term, fact: RichText($0, visit.zone)) } }
    }

    private static func measure(_ measure: ServiceHealth.Measure) -> String? {
        guard measure.last != nil else { return nil }
        let average = measure.average.map { ", on average \(MomentText.span($0))" } ?? ""
        return "\(MomentText.span(measure.last))\(average), at most \(MomentText.span(measure.p95)) in 95 % of runs"
    }

    private static let overlap = [
        "skip": "it is skipped", "queue": "it waits for its turn", "allow": "it starts beside it",
    ]

    /// `backup of all`: the type of a task and its servers.
    private static func work(_ task: Value) -> String? {
        guard case .map(let map) = task, case .string(let type)? = map["type"] else { return nil }
        var servers = ""
        if case .map(let data)? = map["data"], case .list(let list)? = data["servers"] {
            let names = list.compactMap { if case .string(let text) = $0 { text } else { nil } }
            servers = " on \(names == ["all"] ? "all servers" : NameList.text(names, limit: 5))"
        }
        return type.replacing("_", with: " ") + servers
    }

    static let template = """
        <h1><bdi>{{name}}</bdi> <small>{{#status}}{{>mark}}{{/status}}</small></h1>
        {{#notices}}{{>notice}}{{/notices}}
        {{#sentence}}<p>{{sentence}}. <code>{{schedule}}</code> <span class="soft">Its clock shows {{#zoneClock}}{{>time}}{{/zoneClock}} now.</span></p>\
        {{/sentence}}
        {{#owner}}<p class="soft">{{owner}}</p>{{/owner}}
        {{#about}}<p class="about">{{about}}</p>{{/about}}
        <div class="actions">{{#buttons}}<form method="post" action="{{path}}">{{#once}}<input type="hidden" name="once" \
        value="{{once}}">{{/once}}<button class="{{style}}">{{label}}</button></form>{{/buttons}}</div>
        <div class="cols">
        <section aria-labelledby="about"><h2 id="about">About it</h2>
        <dl class="facts">{{#facts}}<dt>{{term}}</dt><dd>{{#fact}}{{{html}}}{{/fact}}</dd>{{/facts}}\
        {{#outcomes}}<dt>Last runs</dt><dd><span class="runs" role="img" aria-label="{{.name}}">{{{signs}}}</span></dd>{{/outcomes}}</dl>
        {{>relations}}
        </section>
        {{#isTask}}<section aria-labelledby="next"><h2 id="next">Next runs</h2>
        <table><caption class="hidden">The next runs</caption><thead><tr><th scope="col">When</th><th scope="col">How soon</th>\
        </tr></thead><tbody>
        {{#fires}}<tr><td>{{#time}}{{>time}}{{/time}}{{#note}}<br><span class="warn">{{note}}</span>{{/note}}</td><td class="when">{{inTime}}</td></tr>
        {{/fires}}{{^fires}}<tr><td colspan="2">It does not run by itself.</td></tr>{{/fires}}</tbody></table></section>{{/isTask}}
        </div>
        {{#isTask}}<section aria-labelledby="runs"><h2 id="runs">Runs <small><a href="/runs?service={{id}}">all of the last 7 \
        days</a></small></h2>
        {{#hasRuns}}{{>runs}}{{/hasRuns}}{{^hasRuns}}<p>It has not run yet.</p>{{/hasRuns}}</section>{{/isTask}}
        {{>issues}}

        """

    static let relationsTemplate = """
        {{#hasDependencies}}<h2>Depends on</h2><ul>{{#dependencies}}<li><a href="{{path}}"><bdi>{{name}}</bdi></a> \
        {{#status}}{{>mark}}{{/status}}</li>{{/dependencies}}</ul>{{/hasDependencies}}
        {{#hasDependents}}<h2 id="dependents">What depends on it</h2><ul>{{#dependents}}<li><a href="{{path}}"><bdi>{{name}}</bdi></a></li>\
        {{/dependents}}</ul>{{#stretch}}<nav class="pages" aria-label="Pages of what depends on it">{{#previous}}<a href="{{path}}" \
        rel="prev">← {{label}}</a>{{/previous}}<span>{{stretch}}</span>{{#following}}<a href="{{path}}" rel="next">{{label}} →</a>{{/following}}</nav>\
        {{/stretch}}{{/hasDependents}}
        """
}
