import PanelService
import PhoenixModel
import ServicesAPI

/// `/services`: all services and tasks, 50 to a page. Filter, order and page are in the address.
struct ServicesPage {
    struct Column {
        let label: String
        /// The address of the list in the order of this column; nil where there is none.
        let link: String?
        /// `ascending` or `descending`; nil for another order.
        let sorted: String?
        let arrow: String
        let style: String
    }

    struct Row {
        let path: String
        let name: String
        let note: String
        let status: Mark
        let due: TimeView?
        let dueIn: String?
        let last: TimeView?
        let result: Mark?
        let outcomes: OutcomeRow?
    }

    let heading = "Services"
    let summary: String
    var notices: [Notice] = []
    let filter: String
    let sort: String
    let types: [String: [Choice]]
    let statuses: [String: [Choice]]
    let columns: [Column]
    var rows: [Row] = []
    var previous: Notice.Link?
    var following: Notice.Link?

    static let perPage = 50
    static let outcomeCount = 20
    private static let path = "/services"
    private static let names = ["filter", "filter[type]", "filter[status]", "sort", "page"]

    static func content(_ dashboard: Dashboard, _ visit: Visit) async throws(ServiceError) -> PageContent {
        let query = Query(visit.parameters)
        let view: ServicesPage
        var status = 200
        do throws(ServiceError) {
            let request = try ListRequest(query.parameters)
            let list = try await dashboard.services.serviceList(request, runs: outcomeCount)
            view = ServicesPage(list, query, dashboard, visit)
        } catch {
            guard error.status == 400 else { throw error }
            status = 400
            view = ServicesPage(error, query)
        }
        return PageContent(
            title: "Services", html: dashboard.templates.render("services", view), status: status, section: path,
            refresh: status == 200 ? 15 : 0)
    }

    private init(_ query: Query, summary: String) {
        self.summary = summary
        filter = query["filter"] ?? ""
        sort = query["sort"] ?? ""
        types = ["choices": Choice.list(["system", "scheduled"], all: "all", chosen: query["filter[type]"])]
        statuses = [
            "choices": Choice.list(
                ServiceStatus.allCases.map(\.rawValue), all: "all", chosen: query["filter[status]"])
        ]
        columns = [
            Self.column("Name", "name", query), Self.column("Status", "status", query),
            Self.column("Next run", "next_run", query), Self.column("Last run", nil, query, style: "wide"),
            Self.column("Last \(Self.outcomeCount) runs, the newest at the end", nil, query, style: "wide"),
        ]
    }

    /// A query that cannot be read.
    private init(_ error: ServiceError, _ query: Query) {
        self.init(query, summary: "")
        var notice = Notice(error, heading: "This list cannot be shown.")
        notice.links = [.init(path: Self.path, label: "Show all services")]
        notices = [notice]
    }

    private init(_ list: ServiceList, _ query: Query, _ dashboard: Dashboard, _ visit: Visit) {
        let page = query["page"].flatMap { Int($0) } ?? 1
        let first = (page - 1) * Self.perPage
        let isWhole = query.parameters.isEmpty && list.total <= Self.perPage
        let shown = list.services.isEmpty ? "none" : "\(first + 1) to \(first + list.services.count)"
        self.init(query, summary: isWhole ? "\(list.total) in all" : "\(shown) of \(list.total)")
        rows = list.services.map { Row($0, list.outcomes[$0.id] ?? [], dashboard, visit) }
        let last = max(1, (list.total + Self.perPage - 1) / Self.perPage)
        if page > 1 {
            let before = min(page - 1, last)
            previous = .init(path: query.link(Self.path, "page", String(before)), label: "Page \(before)")
        }
        if page < last {
            following = .init(path: query.link(Self.path, "page", String(page + 1)), label: "Page \(page + 1)")
        }
        if rows.isEmpty {
            var notice = Notice(
                list.total == 0 ? "No service is like that." : "This page is behind the end of the list.",
                links: [.init(path: Self.path, label: "Show all services")])
            notice.tone = "warn"
            notice.role = "status"
            notices = [notice]
        }
    }

    private static func column(_ label: String, _ key: String?, _ query: Query, style: String = "") -> Column {
        guard let key else { return Column(label: label, link: nil, sorted: nil, arrow: "", style: style) }
        let isAscending = query["sort"] == key
        let isDescending = query["sort"] == "-\(key)"
        return Column(
            label: label, link: query.link(path, "sort", isAscending ? "-\(key)" : key, without: ["page"]),
            sorted: isAscending ? "ascending" : isDescending ? "descending" : nil,
            arrow: isAscending ? "▲" : isDescending ? "▼" : "", style: style)
    }

    static let template = """
        <h1>{{heading}} <small>{{summary}}</small></h1>
        <form class="line" method="get" action="/services">
        <label>Name contains <input type="search" name="filter" value="{{filter}}" maxlength="191"></label>
        <label>Type <select name="filter[type]">{{#types}}{{>choices}}{{/types}}</select></label>
        <label>Status <select name="filter[status]">{{#statuses}}{{>choices}}{{/statuses}}</select></label>
        <input type="hidden" name="sort" value="{{sort}}"><button>Show</button>
        </form>
        {{#notices}}{{>notice}}{{/notices}}
        <div class="scroll"><table>
        <caption class="hidden">Services and tasks, {{summary}}</caption>
        <thead><tr>{{#columns}}<th scope="col" class="{{style}}"{{#sorted}} aria-sort="{{sorted}}"{{/sorted}}>\
        {{#link}}<a href="{{link}}">{{label}}</a>{{/link}}{{^link}}{{label}}{{/link}} {{arrow}}</th>{{/columns}}</tr></thead>
        <tbody>
        {{#rows}}<tr><th scope="row" class="name"><a href="{{path}}"><bdi>{{name}}</bdi></a><br><small>{{note}}</small></th>
        <td>{{#status}}{{>mark}}{{/status}}</td>
        <td class="when">{{#due}}{{>time}}<br><small>{{dueIn}}</small>{{/due}}</td>
        <td class="when wide">{{#last}}{{>time}}{{/last}}{{#result}}<br>{{>mark}}{{/result}}</td>
        <td class="wide">{{#outcomes}}<span class="runs" role="img" aria-label="{{.name}}">{{{signs}}}</span>{{/outcomes}}</td></tr>
        {{/rows}}</tbody>
        </table></div>
        <nav class="pages" aria-label="Pages of the list">{{#previous}}<a href="{{path}}" rel="prev">← {{label}}</a>{{/previous}}\
        {{#following}}<a href="{{path}}" rel="next">{{label}} →</a>{{/following}}</nav>

        """
}

extension ServicesPage.Row {
    fileprivate init(_ service: LiveObject, _ outcomes: [RunOutcome], _ dashboard: Dashboard, _ visit: Visit) {
        let schedule = Schedule(service.fields, dashboard.zones)
        path = "/services/\(service.id)"
        name = service.fields.name
        note = schedule?.sentence ?? service.serviceKind?.replacing("_", with: " ") ?? service.fields.schedule ?? ""
        status = Mark(status: service.status, of: service.kind)
        due = service.nextRun.map { visit.zone.due($0, of: schedule?.zone) }
        dueIn = service.nextRun.map { Distance.text(to: $0, from: visit.now) }
        last = service.lastRun.map { visit.zone.moment($0, of: schedule?.zone) }
        result = service.lastResult.flatMap { RunResult(rawValue: $0) }.map { Mark($0) }
        self.outcomes = OutcomeRow(outcomes)
    }
}
