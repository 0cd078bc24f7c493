import ClockFixtures
import Cron
import Logging
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import PrometheusMetrics
import Scheduling
import Synchronization
import Testing

/// A store, its clock, and schedulers on it.
struct Workshop {
    let time: ManualTime
    let store: any PanelStore
    let metrics = PrometheusMetricsFactory(bucketsByName: Scheduler.histogramBuckets)

    /// An empty store at the start of a minute.
    init() {
        let time = ManualTime()
        self.init(time: time, store: InMemoryPanelStore(clock: { time.timestamp }))
    }

    /// Runs `body` with an empty store of a kind.
    static func with<T>(_ kind: StoreKind, _ body: (Workshop) async throws -> T) async throws -> T {
        let time = ManualTime()
        return try await kind.withStore(clock: { time.timestamp }) { store in
            try await body(Workshop(time: time, store: store))
        }
    }

    init(time: ManualTime, store: any PanelStore) {
        self.time = time
        self.store = store
    }

    var now: Timestamp { time.timestamp }

    func scheduler(
        _ worker: String = "w1", runner: any TaskRunner = FakeRunner(), store: (any PanelStore)? = nil,
        log: any LogHandler = SwiftLogNoOpLogHandler(), _ configure: (inout SchedulerSettings) -> Void = { _ in }
    ) -> Scheduler {
        var settings = SchedulerSettings(worker: worker)
        configure(&settings)
        let ids = Mutex(0)
        return Scheduler(
            store: store ?? self.store, runner: runner, settings: settings, clock: time.clock(),
            logger: Logger(label: "test") { _ in log }, metrics: metrics,
            makeID: {
                ids.withLock { id in
                    id += 1
                    return "\(worker)-\(id)"
                }
            })
    }

    /// Adds a task as the API does, due at the first time after now.
    @discardableResult
    func addTask(
        _ name: String = "nightly", _ schedule: String = "* * * * *", in zone: String = "UTC",
        _ configure: (inout ServiceRecord) -> Void = { _ in }
    ) async throws -> ServiceRecord {
        let prepared = try makeTask(name, schedule, in: zone, configure)
        return try await store.write { try await $0.insert(prepared) }
    }

    /// Adds many tasks of one schedule at once.
    func addTasks(_ count: Int, _ schedule: String, _ configure: (inout ServiceRecord) -> Void = { _ in }) async throws
    {
        let prepared = try (0..<count).map { try makeTask("task \($0)", schedule, in: "UTC", configure) }
        try await store.write { store in
            for record in prepared { _ = try await store.insert(record) }
        }
    }

    /// Adds a run that succeeded so many days ago.
    func addRun(of task: ServiceRecord, endedDaysAgo days: Int64) async throws {
        let end = Timestamp(seconds: now.seconds - days * 86_400)
        var run = RunRecord(
            serviceID: task.id, serviceName: task.name, trigger: .manual, scheduledFor: nil, state: .finished,
            queuedAt: end, task: nil, timeout: 60)
        run.result = .succeeded
        run.finishedAt = end
        let finished = run
        try await store.write { _ = try await $0.insert(finished) }
    }

    private func makeTask(
        _ name: String, _ schedule: String, in zone: String, _ configure: (inout ServiceRecord) -> Void
    ) throws -> ServiceRecord {
        var record = ServiceRecord(kind: .scheduled, name: name, createdAt: now)
        record.schedule = schedule
        record.timezone = zone
        record.task = ["type": "server_command", "data": ["servers": ["all"], "command": "save-all"]]
        let rules = try ZoneDatabase.system.zone(named: zone)
        record.nextRun = try CronExpression(schedule).next(after: now.seconds, in: rules).map(Timestamp.init(seconds:))
        configure(&record)
        return record
    }

    func task(_ id: Int64) async throws -> ServiceRecord {
        try #require(try await store.read { try await $0.service(id) })
    }

    /// All runs, the oldest first.
    func runs(of id: Int64? = nil) async throws -> [RunRecord] {
        var query = RunQuery()
        query.serviceID = id
        query.limit = 1_000_000
        let asked = query
        return try await store.read { try await $0.runs(asked) }.records.reversed()
    }

    func steps(ofRun id: Int64) async throws -> [RunStepRecord] {
        try await store.read { try await $0.steps(ofRun: id) }
    }

    func messages() async throws -> [OutboxMessage] {
        let end = Timestamp(seconds: now.seconds + 1)
        return try await store.write { try await $0.takeMessages(at: end, until: end, addresses: 100, perAddress: 100) }
    }

    func pass(_ seconds: Int64) { time.advance(.seconds(seconds)) }
}

extension ManualTime {
    var timestamp: Timestamp { Timestamp(seconds: now.components.seconds) }
}

extension Scheduler {
    /// Ticks and carries out until there is nothing more to do now.
    func settle() async {
        while true {
            let tick = await tick()
            await withDiscardingTaskGroup { group in
                for run in tick.runs { group.addTask { await self.carryOut(run) } }
            }
            if tick.runs.isEmpty, !tick.isBehind { return }
        }
    }

    /// Starts what may start, and answers the tasks that carry it out when `body` is over.
    func working<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T {
        let tick = await tick()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for run in tick.runs { group.addTask { await self.carryOut(run) } }
            let result = try await body()
            try await group.waitForAll()
            return result
        }
    }
}

extension Timestamp {
    func after(_ seconds: Int64) -> Timestamp { Timestamp(seconds: self.seconds + seconds) }
}
