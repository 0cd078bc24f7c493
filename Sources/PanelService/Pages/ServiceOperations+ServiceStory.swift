package import PanelStore
package import PhoenixModel

/// One service with all that its page says.
package struct ServiceStory: Sendable {
    package let service: LiveObject
    package let health: ServiceHealth
    /// The newest runs first; none of a system service.
    package let runs: [TaskRun]
    /// The queued and running ones.
    package let unfinished: [TaskRun]
    /// What depends on it.
    package let dependents: [ServiceReference]
}

extension ServiceOperations {
    /// One service, how it is doing, and its newest runs, no more than `limit`.
    /// - Throws: `service_not_found`.
    package func serviceStory(id: String, runs limit: Int) async throws(ServiceError) -> ServiceStory {
        try await read { store in
            let record = try await store.existing(id)
            let hide = ServiceRedaction(record)
            let isTask = record.kind == .scheduled
            let newest = isTask ? try await store.newestRuns(of: [record.id], limit: limit) : []
            let unfinished = isTask ? try await store.unfinishedRuns(of: record.id) : []
            return ServiceStory(
                service: live(record, readingOwnership: true), health: try await store.health(of: record),
                runs: newest.map { TaskRun($0, steps: nil, hiding: hide) },
                unfinished: unfinished.map { TaskRun($0, steps: nil, hiding: hide) },
                dependents: try await store.dependents(of: record.id))
        }
    }
}
