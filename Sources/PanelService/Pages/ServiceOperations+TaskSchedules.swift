package import PanelStore
package import PhoenixModel

extension ServiceOperations {
    /// When the enabled tasks run, in ascending order of the id.
    package func taskSchedules() async throws(ServiceError) -> [TaskSchedule] {
        try await read { store in try await store.taskSchedules() }
    }

    /// The newest runs of all tasks, whose durations tell how much work starts bring.
    package func newestRuns(limit: Int) async throws(ServiceError) -> [TaskRun] {
        try await read { store in
            var newest = RunQuery()
            newest.limit = limit
            let query = newest
            return try await store.runs(query).records.map { TaskRun($0, steps: nil, hiding: ServiceRedaction(nil)) }
        }
    }

    /// The nodes that the newest runs of all tasks have worked on, by the id of the task, in the order of their names.
    package func nodes(ofNewestRuns limit: Int) async throws(ServiceError) -> [String: [String]] {
        let found = try await read { store in try await store.nodes(ofNewestRuns: limit) }
        return Dictionary(grouping: found) { String($0.serviceID) }.mapValues { $0.map(\.node).sorted() }
    }
}
