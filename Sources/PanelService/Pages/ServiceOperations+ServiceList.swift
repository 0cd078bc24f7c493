import PanelStore
package import PhoenixModel

/// A page of services, each with how it has fared.
package struct ServiceList: Sendable {
    package let services: [LiveObject]
    /// How many there are on all pages.
    package let total: Int
    /// The newest runs of the tasks on the page, by the id of the task, the newest first.
    package let outcomes: [String: [RunOutcome]]
}

extension ServiceOperations {
    /// The part of the list that a request asks for, with the newest runs of each task, no more than `runs` of each.
    package func serviceList(_ request: ListRequest, runs: Int) async throws(ServiceError) -> ServiceList {
        let (slice, newest) = try await read { store in
            let slice = request.isEmpty ? RecordSlice(records: [], total: 0) : try await store.page(request.query)
            let tasks = slice.records.filter { $0.kind == .scheduled }.map(\.id)
            return (slice, try await store.newestRuns(of: tasks, limit: runs))
        }
        var outcomes: [String: [RunOutcome]] = [:]
        for run in newest { outcomes[String(run.serviceID), default: []].append(RunOutcome(run.state, run.result)) }
        return ServiceList(
            services: slice.records.map { live($0, readingOwnership: true) }, total: slice.total, outcomes: outcomes)
    }
}
