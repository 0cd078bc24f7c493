import PanelService
import PanelStore
import PhoenixModel

/// `/runs`: what has run, the latest first, of the last 7 days unless the address says more. The next stretch begins
/// behind the last run of this one, so that it costs the same however long the history is.
struct RunsPage {
    let heading: String
    let summary: String
    var notices: [Notice] = []
    let service: String?
    let serviceName: String?
    let since: String
    let until: String
    let results: [String: [Choice]]
    var runs: [RunRow] = []
    var hasRuns = false
    var first: Notice.Link?
    var following: Notice.Link?

    static let limit = 50
    private static let path = "/runs"
    private static let days: Int64 = 7
    /// What the choice of results calls everything that somebody should look at.
    private static let unwell = "not well"

    static func content(_ dashboard: Dashboard, _ visit: Visit) async throws(ServiceError) -> PageContent {
        let query = Query(visit.parameters)
        let view: RunsPage
        var status = 200
        do throws(ServiceError) {
            let request = try request(query, visit)
            let history = try await dashboard.services.runHistory(request)
            view = RunsPage(history, query, request, dashboard, visit)
        } catch {
            guard error.status == 400 else { throw error }
            status = 400
            view = RunsPage(error, query)
        }
        return PageContent(
            title: "Runs", html: dashboard.templates.render("runs page", view), status: status, section: path,
            refresh: status == 200 && query["after"] == nil ? 10 : 0)
    }

    // MARK: The address

    private static func request(_ query: Query, _ visit: Visit) throws(ServiceError) -> RunHistoryQuery {
        var request = RunHistoryQuery()
        request.limit = limit
        var problems: [ServiceProblem] = []
        var seen: Set<String> = []
        for parameter in query.parameters {
            let value = parameter.value
            guard seen.insert(parameter.name).inserted else {
                problems.append(.parameter(parameter.name, "is given twice"))
                continue
            }
            switch parameter.name {
            case "service":
                request.serviceID = Int64(value).flatMap { $0 > 0 ? $0 : nil }
                if request.serviceID == nil { problems.append(.parameter("service", "must be the id of a task")) }
            case "result":
                if value == unwell {
                    request.results = Set(RunResult.allCases.filter(\.isUnwell))
                } else if let result = RunResult(rawValue: value) {
                    request.results = [result]
                } else if let state = RunState(rawValue: value), state != .finished {
                    request.state = state
                } else {
                    problems.append(.parameter("result", "is none that a run can have"))
                }
            case "since": request.since = moment(parameter, visit, &problems)
            case "until":
                request.until = moment(parameter, visit, &problems).map { moment in
                    // A day is meant with all of it.
                    value.utf8.count > 10 ? moment : Timestamp(seconds: moment.seconds + 86_399)
                }
            case "after":
                request.after = place(value)
                if request.after == nil { problems.append(.parameter("after", "is not the end of a page of runs")) }
            default: problems.append(.unknownParameter(parameter.name))
            }
        }
        guard problems.isEmpty else { throw .refused(problems) }
        if request.since == nil, request.until == nil {
            request.since = Timestamp(seconds: visit.now.seconds - days * 86_400)
        }
        return request
    }

    /// A date, on the clock that times are shown on, or a time with its offset.
    private static func moment(
        _ parameter: QueryParameter, _ visit: Visit, _ problems: inout [ServiceProblem]
    ) -> Timestamp? {
        if let moment = DayText.start(of: parameter.value, in: visit.zone.clock(nil)) { return moment }
        if let moment = Timestamp(rfc3339: parameter.value) { return moment }
        problems.append(.parameter(parameter.name, "must be a date, 2026-11-24, or a time, 2026-11-24T02:00:00Z"))
        return nil
    }

    /// `1795485909.17`: time and id of the last run of a page.
    private static func place(_ text: String) -> RunHistoryQuery.Place? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let time = Int64(parts[0]), let id = Int64(parts[1]), id > 0 else { return nil }
        return RunHistoryQuery.Place(time: Timestamp(seconds: time), id: id)
    }

    // MARK: The view

    private init(_ query: Query, _ history: RunHistory?, summary: String) {
        service = query["service"]
        serviceName = history?.service?.fields.name
        heading = "Runs"
        self.summary = summary
        since = query["since"] ?? ""
        until = query["until"] ?? ""
        let words =
            [Self.unwell] + RunResult.allCases.map(\.rawValue) + [RunState.running.rawValue, RunState.queued.rawValue]
        results = ["choices": Choice.list(words, all: "all", chosen: query["result"])]
    }

    private init(_ error: ServiceError, _ query: Query) {
        self.init(query, nil, summary: "")
        var notice = Notice(error, heading: "These runs cannot be shown.")
        notice.links = [.init(path: Self.path, label: "Show the runs of the last \(Self.days) days")]
        notices = [notice]
    }

    private init(
        _ history: RunHistory, _ query: Query, _ request: RunHistoryQuery, _ dashboard: Dashboard, _ visit: Visit
    ) {
        let isStandard = query["since"] == nil && query["until"] == nil
        self.init(query, history, summary: isStandard ? "of the last \(Self.days) days, the latest first" : "")
        let zone = history.service.flatMap { Schedule($0.fields, dashboard.zones)?.zone }
        runs = history.runs.map { RunRow($0, visit, zone: zone) }
        hasRuns = !runs.isEmpty
        if !hasRuns {
            let hint = "Runs of earlier days are shown when a day is given as the first."
            var notice = Notice("No run is like that.", details: isStandard ? [hint] : [])
            notice.tone = "warn"
            notice.role = "status"
            notices = [notice]
        }
        if query["after"] != nil { first = .init(path: query.link(Self.path, "after", nil), label: "The latest") }
        if let next = history.next {
            following = .init(
                path: query.link(Self.path, "after", "\(next.time.seconds).\(next.id)"), label: "Earlier runs")
        }
    }

    static let template = """
        <h1>{{heading}} <small>{{#serviceName}}of <a href="/services/{{service}}"><bdi>{{serviceName}}</bdi></a>, \
        {{/serviceName}}{{summary}}</small></h1>
        <form class="line" method="get" action="/runs">{{#service}}<input type="hidden" name="service" value="{{service}}">\
        {{/service}}
        <label>Result <select name="result">{{#results}}{{>choices}}{{/results}}</select></label>
        <label>First day <input name="since" value="{{since}}" placeholder="2026-11-24" size="21" maxlength="40"></label>
        <label>Last day <input name="until" value="{{until}}" placeholder="2026-11-24" size="21" maxlength="40"></label>
        <button>Show</button>{{#serviceName}}<a href="/runs">Runs of all tasks</a>{{/serviceName}}
        </form>
        {{#notices}}{{>notice}}{{/notices}}
        {{#hasRuns}}{{>runs}}{{/hasRuns}}
        <nav class="pages" aria-label="Pages of the history">{{#first}}<a href="{{path}}">← {{label}}</a>{{/first}}\
        {{#following}}<a href="{{path}}" rel="next">{{label}} →</a>{{/following}}</nav>

        """
}
