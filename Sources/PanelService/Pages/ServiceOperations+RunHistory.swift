package import PanelStore
package import PhoenixModel

/// A stretch of the history of runs.
package struct RunHistory: Sendable {
    /// The latest first.
    package let runs: [TaskRun]
    /// Where the next stretch begins; nil where there is no more.
    package let next: RunHistoryQuery.Place?
    /// The service that the history is of, where it is of one that is still there.
    package let service: LiveObject?
}

/// One run with its steps.
package struct RunStory: Sendable {
    package let run: TaskRun
    /// nil where the task is gone.
    package let service: LiveObject?
    package let isStopRequested: Bool
}

extension ServiceOperations {
    /// The runs that a query asks for, without their steps.
    package func runHistory(_ query: RunHistoryQuery) async throws(ServiceError) -> RunHistory {
        try await read { store in
            var query = query
            query.limit += 1
            let found = try await store.runs(query)
            let records = found.prefix(query.limit - 1)
            let service: ServiceRecord? = if let id = query.serviceID { try await store.service(id) } else { nil }
            return RunHistory(
                runs: try await store.shown(Array(records)),
                next: found.count > records.count ? records.last?.place : nil,
                service: service.map { live($0, readingOwnership: true) })
        }
    }

    /// One run with its steps.
    /// - Throws: `not_found`.
    package func runStory(_ id: String) async throws(ServiceError) -> RunStory {
        try await read { store in
            guard let number = ServiceID.number(id), let record = try await store.run(number) else {
                throw ServiceError.refused([.noRun(id)])
            }
            let service = try await store.service(record.serviceID)
            return RunStory(
                run: TaskRun(
                    record, steps: try await store.steps(ofRun: record.id), hiding: ServiceRedaction(service)),
                service: service.map { live($0, readingOwnership: true) }, isStopRequested: record.isStopRequested)
        }
    }
}
