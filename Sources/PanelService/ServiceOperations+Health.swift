package import PanelStore
package import PhoenixModel

extension ServiceOperations {
    /// How a service is doing. Nothing is probed and nothing is run in answering; what is not known is nil.
    /// - Throws: `service_not_found`.
    package func health(id: String) async throws(ServiceError) -> ServiceHealth {
        try await read { store in try await store.health(of: store.existing(id)) }
    }

    /// The last sample of each game server that each statistics task has recorded, no more than `limit`.
    package func latestSamples(limit: Int) async throws(ServiceError) -> [ServerSample] {
        try await read { store in try await store.latestSamples(limit: limit) }
    }
}

/// How far back health looks.
private enum HealthLimits {
    static let issues = 20
    static let runs = 100
    static let shownRuns = 10
}

extension PanelStoreReading {
    /// How a service is doing, with a fixed number of queries.
    func health(of record: ServiceRecord) async throws -> ServiceHealth {
        let hide = ServiceRedaction(record)
        let now = try await now()
        var health =
            switch record.kind {
            case .system: try await probedHealth(of: record, now: now)
            case .scheduled, .native: try await taskHealth(of: record)
            }
        health.issues = try await issues(of: record.id, limit: HealthLimits.issues).map { hide($0) }
        health.dependencies = try await services(record.dependsOn).map { found in
            ServiceHealth.Dependency(id: String(found.id), name: found.name, status: found.status.rawValue)
        }
        return health
    }

    fileprivate func probedHealth(of record: ServiceRecord, now: Timestamp) async throws -> ServiceHealth {
        let start = Timestamp(seconds: now.seconds - HealthPerformance.standardWindow)
        let performance = HealthPerformance(try await probeChecks(of: record.id, since: start), at: now)
        var health = ServiceHealth(
            status: record.status.rawValue, detail: .system(ServiceHealth.Performance(performance)))
        guard let state = try await probeState(of: record.id) else { return health }
        health.checkedAt = state.checkedAt
        if record.status == .running || record.status == .degraded {
            health.uptime.since = state.since
            health.uptime.seconds = max(0, now.seconds - state.since.seconds)
        }
        if case .map(let resources) = state.resources {
            health.resources = resources.map { ServiceHealth.Resource(name: $0.key, amount: $0.value.number) }
        }
        return health
    }

    fileprivate func taskHealth(of record: ServiceRecord) async throws -> ServiceHealth {
        let runs = try await finishedRuns(of: record.id, limit: HealthLimits.runs)
        var history = ServiceHealth.RunHistory()
        for run in runs { if let result = run.result { history.counts[result, default: 0] += 1 } }
        history.lastRuns = try await shown(Array(runs.prefix(HealthLimits.shownRuns)))
        let ended = runs.compactMap(\.result).filter(\.hasRun)
        history.consecutiveFailures = ended.prefix { $0 != .succeeded }.count
        let times = runs.map { TaskRun($0, steps: nil, hiding: ServiceRedaction(nil)) }
        history.lateness = ServiceHealth.Measure(of: times.compactMap { $0.lateness.map(Double.init) })
        history.duration = ServiceHealth.Measure(of: times.compactMap { $0.duration.map(Double.init) })
        var health = ServiceHealth(status: record.status.rawValue, detail: .scheduled(history))
        health.resources = ServiceHealth.resources(of: try await latestSamples(of: record.id))
        return health
    }
}

extension ServiceHealth.Performance {
    fileprivate init(_ performance: HealthPerformance) {
        self.init()
        windowSeconds = performance.window
        checks = performance.checks
        failures = performance.failures
        guard let latency = performance.latency else { return }
        self.latency = ServiceHealth.Measure(
            last: latency.last, average: latency.average, p95: latency.percentile95)
    }
}

extension ServiceHealth {
    /// What all servers use together, by metric; nothing where no server was sampled.
    fileprivate static func resources(of samples: [ServerSample]) -> [Resource] {
        guard !samples.isEmpty else { return [] }
        var totals: [String: Double] = [:]
        for sample in samples {
            // The sum of how long servers are up says nothing.
            for (metric, amount) in sample.values where !metric.hasPrefix("uptime") {
                totals[metric, default: 0] += amount
            }
        }
        let servers = Resource(name: "servers", amount: Double(samples.count))
        return [servers] + totals.sorted { $0.key < $1.key }.map { Resource(name: $0.key, amount: $0.value) }
    }
}
