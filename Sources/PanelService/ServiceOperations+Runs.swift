import PanelStore
import ServicesAPI

extension ServiceOperations {
    /// The page of a service's runs that a request asks for. As long as nothing runs tasks there are none.
    /// - Throws: `service_not_found`.
    package func runs(id: String, _ request: ListRequest) async throws(ServiceError) -> ServicePage {
        _ = try await get(id: id)
        return ServicePage(request: request, slice: ServiceSlice(records: [], total: 0))
    }

    /// Runs a task now.
    /// - Throws: `service_not_found`; `service_unavailable` as long as nothing runs tasks.
    package func startRun(id: String) async throws(ServiceError) {
        _ = try await get(id: id)
        throw .refused([ServiceProblem(.serviceUnavailable, "this server does not run tasks yet")])
    }

    /// One run of a service.
    /// - Throws: `service_not_found`, and `not_found` for a run that there is not.
    package func run(_ run: String, ofID id: String) async throws(ServiceError) {
        let record = try await get(id: id)
        throw .refused([ServiceProblem(.notFound, "'\(record.name)' has no such run")])
    }
}
