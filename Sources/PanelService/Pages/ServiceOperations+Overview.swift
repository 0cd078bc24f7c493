package import PanelStore
package import PhoenixModel

/// What people who are on call want to know first.
package struct Overview: Sendable {
    /// An enabled task whose last run was not well.
    package struct UnwellTask: Sendable {
        package let service: LiveObject
        /// That run; nil where it is not kept any more.
        package let run: TaskRun?
    }

    /// Those that ran last first.
    package let unwellTasks: [UnwellTask]
    /// Whether there are more of them.
    package let hasMoreUnwellTasks: Bool
    /// All system services.
    package let systemServices: [SystemServiceHealth]
    /// The running runs, those that were to start last first, no more than a number.
    package let running: [TaskRun]
    /// Running runs whose worker has not been heard of for too long, by their ids.
    package let abandonedRuns: Set<String>
    /// The tasks that are due next; those that should have been started already among them.
    package let upcoming: [LiveObject]
    package let load: RunLoad
    package let replicas: [ReplicaRecord]
    /// By the store's clock.
    package let now: Timestamp
}

/// A system service as its probes have found it.
package struct SystemServiceHealth: Sendable {
    package let service: LiveObject
    /// nil where nothing has been found out yet.
    package let state: ProbeState?
    /// The last seen first.
    package let issues: [ServiceIssue]
    /// In the order of time.
    package let days: [ProbeDay]
}

extension ServiceOperations {
    /// What needs attention, what runs now, and the `upcoming` tasks that are due next.
    package func overview(limit: Int, upcoming: Int) async throws(ServiceError) -> Overview {
        try await read { store in
            let unwell = try await store.unwellTasks(limit: limit + 1)
            let shown = Array(unwell.prefix(limit))
            let newest = try await store.newestRuns(of: shown.map(\.id), limit: Self.lookedThrough)
            var running = RunHistoryQuery()
            running.state = .running
            running.limit = limit
            let records = try await store.runs(running)
            let now = try await store.now()
            return Overview(
                unwellTasks: shown.map { record in
                    let run = newest.first { $0.serviceID == record.id && $0.result?.rawValue == record.lastResult }
                    return Overview.UnwellTask(
                        service: live(record, readingOwnership: true),
                        run: run.map { TaskRun($0, steps: nil, hiding: ServiceRedaction(record)) })
                },
                hasMoreUnwellTasks: unwell.count > limit,
                systemServices: try await systemServices(in: store, daysSince: .max),
                running: try await store.shown(records),
                abandonedRuns: Set(
                    records.filter { $0.lease.map { $0.until < now } ?? false }.map { String($0.id) }),
                upcoming: try await store.upcomingTasks(limit: upcoming).map { live($0, readingOwnership: true) },
                load: try await store.runLoad(), replicas: try await store.replicas(), now: now)
        }
    }

    /// How many runs of a task are looked through for the last one that ended: others may be under way.
    private static var lookedThrough: Int { 5 }

    /// All system services, with the checks of the days from one on.
    func systemServices(
        in store: any PanelStoreReading, daysSince day: Int64
    ) async throws -> [SystemServiceHealth] {
        var query = ServiceQuery()
        query.kind = .system
        query.limit = Self.mostSystemServices
        let records = try await store.page(query).records
        let ids = records.map(\.id)
        let states = Dictionary(try await store.probeStates().map { ($0.serviceID, $0) }) { first, _ in first }
        let issues = Dictionary(
            grouping: try await store.issues(of: ids, limit: Self.mostIssues), by: \.serviceID)
        let days = Dictionary(grouping: try await store.probeDays(since: day), by: \.serviceID)
        return records.map { record in
            let hide = ServiceRedaction(record)
            return SystemServiceHealth(
                service: live(record, readingOwnership: true), state: states[record.id],
                issues: (issues[record.id] ?? []).map { hide($0.issue) }, days: days[record.id] ?? [])
        }
    }

    private static var mostSystemServices: Int { 100 }
    private static var mostIssues: Int { 100 }
}

/// The health of what a panel stands on, and of what runs its tasks.
package struct HealthOverview: Sendable {
    package let systemServices: [SystemServiceHealth]
    package let load: RunLoad
    package let replicas: [ReplicaRecord]
    /// By the store's clock.
    package let now: Timestamp
}

extension ServiceOperations {
    /// The system services with the checks of so many days, and the state of the scheduler.
    package func healthOverview(days: Int64) async throws(ServiceError) -> HealthOverview {
        try await read { store in
            let now = try await store.now()
            return HealthOverview(
                systemServices: try await systemServices(in: store, daysSince: ProbeDay.day(of: now) - days + 1),
                load: try await store.runLoad(), replicas: try await store.replicas(), now: now)
        }
    }
}
