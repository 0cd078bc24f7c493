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

    private static func path(of route: APIRoute, _ id: String) throws(PanelError) -> String {
        guard !id.isEmpty, !PathSegment.areDots(in: id[...]) else {
            throw PanelError(
                .unexpectedAnswer,
                "the panel has a service with the id '\(id)', which is not allowed in the path of a request")
        }
        return route.path.replacing("{id}", with: PercentEncoding.encoded(id))
    }
}
