import PhoenixModel
import ServicesAPI

/// One request of the API, before it is known how often it must be sent.
struct PanelCall: Sendable {
    let route: APIRoute
    /// Path and query below the panel's address.
    let target: String
    var write: ObjectWrite?
    var ifMatch: String?
    var idempotencyKey: String?

    /// A read of a list; `query` with its parameters encoded.
    static func list(_ query: String) -> Self {
        Self(route: .listServices, target: "\(APIRoute.listServices.path)?\(query)")
    }

    static func list(target: String) -> Self { Self(route: .listServices, target: target) }

    static func get(id: String) -> Self { Self(route: .getService, target: path(of: .getService, id)) }

    static func create(_ write: ObjectWrite, key: String) -> Self {
        Self(
            route: .createScheduledTask, target: APIRoute.createScheduledTask.path, write: write, idempotencyKey: key)
    }

    static func update(id: String, _ write: ObjectWrite, ifMatch etag: String?) -> Self {
        Self(route: .updateService, target: path(of: .updateService, id), write: write, ifMatch: etag)
    }

    static func delete(id: String, ifMatch etag: String?) -> Self {
        Self(route: .deleteService, target: path(of: .deleteService, id), ifMatch: etag)
    }

    private static func path(of route: APIRoute, _ id: String) -> String {
        route.path.replacing("{id}", with: PercentEncoding.text(id))
    }

    private init(
        route: APIRoute, target: String, write: ObjectWrite? = nil, ifMatch: String? = nil,
        idempotencyKey: String? = nil
    ) {
        self.route = route
        self.target = target
        self.write = write
        self.ifMatch = ifMatch
        self.idempotencyKey = idempotencyKey
    }
}
