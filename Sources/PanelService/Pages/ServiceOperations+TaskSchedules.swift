package import PanelStore
package import PhoenixModel

extension ServiceOperations {
    /// When the enabled tasks run, in ascending order of the id, and the newest runs, whose durations tell how much work
    /// starts bring.
    package func taskSchedules() async throws(ServiceError) -> (tasks: [TaskSchedule], runs: [TaskRun]) {
        try await read { store in
            var newest = RunQuery()
            newest.limit = Self.measuredRuns
            let runs = try await store.runs(newest).records
            return (try await store.taskSchedules(), runs.map { TaskRun($0, steps: nil, hiding: Redaction(nil)) })
        }
    }

    /// As many as `phoenix calendar` looks at.
    private static var measuredRuns: Int { 1_000 }
}
