import PhoenixModel
import ServicesAPI
import WebAddresses

/// One request of the API.
struct PanelCall: Sendable {
    let route: APIRoute
    /// Path and query below the panel's address.
    let target: String
    let write: ObjectWrite?
    let ifMatch: String?
    let idempotencyKey: String?

    init(
        _ route: APIRoute, target: String, write: ObjectWrite? = nil, ifMatch: String? = nil,
        idempotencyKey: String? = nil
    ) {
        self.route = route
        self.target = target
        self.write = write
        self.ifMatch = ifMatch
        self.idempotencyKey = idempotencyKey
    }

    /// Whether doing it twice is doing it once, on every panel.
    var isRepeatable: Bool { route.method != "POST" }

    /// Whether a 404 may mean that one service is not there.
    var isAboutOneService: Bool { route.path.contains("{id}") }

    /// A read of a list; `query` with its parameters encoded.
    static func list(_ query: String) -> Self { list(target: "\(APIRoute.listServices.path)?\(query)") }

    static func list(target: String) -> Self { Self(.listServices, target: target) }

    /// - Throws: `.unexpectedAnswer` for an id that would lead to another path; so do the other calls about one service.
    static func get(id: String) throws(PanelError) -> Self {
        Self(.getService, target: try path(of: .getService, id))
    }

    static func create(_ write: ObjectWrite, key: String) -> Self {
        Self(.createScheduledTask, target: APIRoute.createScheduledTask.path, write: write, idempotencyKey: key)
    }

    static func update(id: String, _ write: ObjectWrite, ifMatch etag: String?) throws(PanelError) -> Self {
        Self(.updateService, target: try path(of: .updateService, id), write: write, ifMatch: etag)
    }

    static func delete(id: String, ifMatch etag: String?) throws(PanelError) -> Self {
        Self(.deleteService, target: try path(of: .deleteService, id), ifMatch: etag)
    }

    /// A page of as many runs as are asked for, or as the API allows.
    static func runs(_ selection: RunFilter) throws(PanelError) -> Self {
        var query = ["per_page=\(min(max(1, selection.limit), 100))", "page=1"]
        if let result = selection.result { query.append("filter%5Bresult%5D=\(result.rawValue)") }
        if let since = selection.since { query.append("since=\(PercentEncoding.encoded("\(since)"))") }
        if let until = selection.until { query.append("until=\(PercentEncoding.encoded("\(until)"))") }
        let route: APIRoute = selection.serviceID == nil ? .listAllRuns : .listRuns
        let list = if let id = selection.serviceID { try path(of: route, id) } else { route.path }
        return Self(route, target: "\(list)?\(query.joined(separator: "&"))")
    }

    static func run(_ id: String, ofService serviceID: String) throws(PanelError) -> Self {
        Self(.getRun, target: try path(of: .getRun, serviceID, run: id))
    }

    static func startRun(ofService id: String, key: String) throws(PanelError) -> Self {
        Self(.startRun, target: try path(of: .startRun, id), idempotencyKey: key)
    }

    static func stopRun(_ id: String, ofService serviceID: String) throws(PanelError) -> Self {
        Self(.stopRun, target: try path(of: .stopRun, serviceID, run: id))
    }

    static func health(ofService id: String) throws(PanelError) -> Self {
        Self(.getServiceHealth, target: try path(of: .getServiceHealth, id))
    }

    private static func path(of route: APIRoute, _ id: String, run: String) throws(PanelError) -> String {
        // A run's id comes from people; one that would lead to another path names none.
        guard !run.isEmpty, !PathSegment.areDots(in: run[...]) else {
            throw PanelError(.notFound, "there is no run with the id '\(run)'")
        }
        return try path(of: route, id).replacing("{run}", with: PercentEncoding.encoded(run))
    }

    private static func path(of route: APIRoute, _ id: String) throws(PanelError) -> String {
        guard !id.isEmpty, !PathSegment.areDots(in: id[...]) else {
            throw PanelError(
                .unexpectedAnswer,
                "the panel has a service with the id '\(id)', which is not allowed in the path of a request")
        }
        return route.path.replacing("{id}", with: PercentEncoding.encoded(id))
    }
}
