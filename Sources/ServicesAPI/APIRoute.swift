/// Every route that a panel serves: the one list from which the server routes and the OpenAPI document is made.
package enum APIRoute: String, Sendable, Hashable, CaseIterable {
    case listServices
    case listScheduledTasks
    case createScheduledTask
    case getService
    case updateService
    case deleteService
    case getServiceHealth
    case listRuns
    case startRun
    case getRun
    case stopRun
    case listAllRuns
    case checkProcess
    case checkReadiness
    case getMetrics
    case getOpenAPI

    /// Where the documented API begins.
    package static let basePath = "/api/v1"

    /// In capitals. Whatever can be asked with `GET` can be asked with `HEAD` too.
    package var method: String {
        switch self {
        case .createScheduledTask, .startRun, .stopRun: "POST"
        case .updateService: "PUT"
        case .deleteService: "DELETE"
        default: "GET"
        }
    }

    /// With `{id}` and `{run}` where a request has its own text. `/services/scheduled` is never an id.
    package var path: String {
        switch self {
        case .listServices: "/api/v1/services"
        case .listScheduledTasks, .createScheduledTask: "/api/v1/services/scheduled"
        case .getService, .updateService, .deleteService: "/api/v1/services/{id}"
        case .getServiceHealth: "/api/v1/services/{id}/health"
        case .listRuns: "/api/v1/services/{id}/runs"
        case .startRun: "/api/v1/services/{id}/run"
        case .getRun: "/api/v1/services/{id}/runs/{run}"
        case .stopRun: "/api/v1/services/{id}/runs/{run}/stop"
        case .listAllRuns: "/api/v1/runs"
        case .checkProcess: "/healthz"
        case .checkReadiness: "/readyz"
        case .getMetrics: "/metrics"
        case .getOpenAPI: "/openapi.json"
        }
    }

    /// What the key of a request must allow; nil where no key is asked for.
    package var permission: Permission? {
        switch self {
        case .listServices, .listScheduledTasks, .getService, .getServiceHealth, .listRuns, .getRun, .listAllRuns: .read
        case .createScheduledTask: .create
        case .updateService, .startRun, .stopRun: .update
        case .deleteService: .delete
        case .checkProcess, .checkReadiness, .getMetrics, .getOpenAPI: nil
        }
    }
}
